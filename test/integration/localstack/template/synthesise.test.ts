import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { synthesise } from '../../../../localstack/template/synthesise.ts';

/** In place of a CDK app: one empty stack, named after the stage. */
const source = `
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
const { stage } = JSON.parse(process.env.CDK_CONTEXT_JSON ?? '{}');
if (stage === 'broken') throw new Error('there is no such stage');
const write = (name: string, content: object) => writeFileSync(join(process.env.CDK_OUTDIR ?? '', name), JSON.stringify(content));
write('stack.template.json', { Resources: {} });
write('manifest.json', {
  artifacts: {
    stack: { type: 'aws:cloudformation:stack', properties: { stackName: stage, templateFile: 'stack.template.json' } },
  },
});
`;

describe('the synthesis', () => {
  let projectFolder: string;
  let cacheFolder: string;

  beforeEach(() => {
    projectFolder = mkdtempSync(join(tmpdir(), 'synthesis-'));
    cacheFolder = join(projectFolder, 'cache');
    mkdirSync(join(projectFolder, 'bin'));
    writeFileSync(join(projectFolder, 'bin', 'app.ts'), source);
  });

  afterEach(() => {
    rmSync(projectFolder, { recursive: true });
  });

  const run = async (stage: string) => {
    const { assembly, cached } = await synthesise({ projectFolder, cacheFolder, context: { stage } });
    return { stacks: assembly.stacks.map(({ name }) => name), cached };
  };

  it('runs the app with its context, and takes the result again while nothing changes', async () => {
    expect(await run('dev')).toEqual({ stacks: ['dev'], cached: false });
    expect(await run('dev')).toEqual({ stacks: ['dev'], cached: true });
    expect(await run('prod')).toEqual({ stacks: ['prod'], cached: false });
    writeFileSync(join(projectFolder, 'cdk.json'), '{}');
    expect(await run('dev')).toEqual({ stacks: ['dev'], cached: false });
  });

  it('fails with what the app printed, and keeps nothing of it', async () => {
    await expect(run('broken')).rejects.toThrow('there is no such stage');
    expect(readdirSync(cacheFolder)).toEqual([]);
  });

  it('ends with the signal', async () => {
    writeFileSync(join(projectFolder, 'bin', 'app.ts'), 'setInterval(() => undefined, 1000);');
    const ending = new AbortController();
    const running = synthesise({ projectFolder, cacheFolder, signal: ending.signal });
    ending.abort();
    await expect(running).rejects.toThrow();
    expect(readdirSync(cacheFolder)).toEqual([]);
  });
});
