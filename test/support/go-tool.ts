import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { dynamodbJars } from './jars.ts';

export interface GoTool {
  /** Of its executable. */
  readonly name: string;
  /** Its package: `github.com/stripe/stripe-mock`. */
  readonly source: string;
  readonly version: string;
}

const cache = dirname(dynamodbJars);
const binaryOf = ({ name, version }: GoTool): string => join(cache, `${name}-${version}`);

const hasGo = (): boolean => {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Why the tool cannot be run here; undefined when it can. */
export const whyNotGoTool = (tool: GoTool): string | undefined =>
  existsSync(binaryOf(tool)) || hasGo()
    ? undefined
    : `${tool.name} is built from source, and there is no Go toolchain on this machine`;

/** Builds the tool once for each version. @returns path of the executable. */
export const goTool = async (tool: GoTool): Promise<string> => {
  const binary = binaryOf(tool);
  if (existsSync(binary)) return binary;
  mkdirSync(cache, { recursive: true });
  const partial = mkdtempSync(join(cache, `.${tool.name}-`));
  try {
    const args = ['install', `${tool.source}@${tool.version}`];
    await promisify(execFile)('go', args, { env: { ...process.env, GOBIN: partial } });
    // Whole or not at all, whichever process builds it too.
    renameSync(join(partial, tool.name), binary);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return binary;
};
