import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goTool, whyNotGoTool } from './go-tool.ts';

const tool = { name: 'oasdiff', source: 'github.com/oasdiff/oasdiff', version: 'v1.37.0' };

/** The reason why oasdiff cannot run here; undefined if it can. */
export const whyNoOasdiff: string | undefined = whyNotGoTool(tool);

/** The changes that it accepts, or only warns of, by default. */
const levels = [
  'api-operation-id-removed',
  'optional-response-header-removed',
  'request-parameter-pattern-changed',
  'request-parameter-removed',
  'request-property-pattern-changed',
  'request-property-removed',
  'response-non-success-status-removed',
  'response-optional-property-removed',
  'response-success-status-added',
].map((check) => `${check} err\n`);

const run = (binary: string, args: readonly string[]) =>
  new Promise<{ readonly code: number; readonly output: string }>((resolve, reject) => {
    execFile(binary, args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve({ code: Number(error?.code ?? 0), output: `${stdout}${stderr}` });
    });
  });

/** Compares two OpenAPI documents by oasdiff. @returns its lines on breaks; none where there is no break. */
export const oasdiffBreaks = async (earlier: object, now: object): Promise<readonly string[]> => {
  const binary = await goTool(tool);
  const folder = await mkdtemp(join(tmpdir(), 'oasdiff-'));
  const file = (name: string): string => join(folder, name);
  try {
    await writeFile(file('levels.txt'), levels.join(''));
    await writeFile(file('earlier.json'), JSON.stringify(earlier));
    await writeFile(file('now.json'), JSON.stringify(now));
    // Without --fail-on it exits 0 whatever it finds; without --flatten-allof it does not look into our problems.
    const options = ['--fail-on', 'ERR', '--flatten-allof', '--severity-levels', file('levels.txt')];
    const args = ['breaking', ...options, '--format', 'singleline', file('earlier.json'), file('now.json')];
    const { code, output } = await run(binary, args);
    if (code > 1) throw new Error(`oasdiff failed with ${code}\n${output}`);
    return code === 0 ? [] : output.split('\n').filter((line) => line.startsWith('error'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
