import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { spawnOwned } from '../processes/owned-process.ts';
import { type CloudAssembly, readCloudAssembly } from './cloud-assembly.ts';
import { fingerprint } from './fingerprint.ts';

export interface SynthesisOptions {
  /** The CDK app's project, where `bin/app.ts` is. */
  readonly projectFolder: string;
  /** Keeps the last few assemblies: a project that has not changed is not synthesised again. */
  readonly cacheFolder: string;
  /** Context of the CDK app, for instance `stage`. */
  readonly context?: Readonly<Record<string, string>>;
  /** Ends the app's process. */
  readonly signal?: AbortSignal;
}

export interface Synthesis {
  readonly assembly: CloudAssembly;
  /** Its folder, for deployment. */
  readonly folder: string;
  /** Whether the assembly of an earlier run was reused. */
  readonly cached: boolean;
}

const app = join('bin', 'app.ts');

/** All inputs of the app and its bundles. */
const inputs = [
  app,
  'lib',
  'functions',
  'schemas',
  'patches',
  'cdk.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

const keptAssemblies = 4;

/**
 * Runs the CDK app as `cdk synth` does, in a process of its own, unless its sources are those of an earlier run.
 * @throws {Error} with the app's own error output when it fails.
 */
export const synthesise = async (options: SynthesisOptions): Promise<Synthesis> => {
  const { projectFolder, cacheFolder, context = {} } = options;
  await mkdir(cacheFolder, { recursive: true });
  const key = await fingerprint(projectFolder, inputs, { context, node: process.version });
  const folder = join(cacheFolder, `assembly-${key}`);
  const cached = existsSync(folder);
  if (cached) await touch(folder);
  else await synthesiseInto(folder, options);
  await dropOldest(cacheFolder);
  return { assembly: readCloudAssembly(folder), folder, cached };
};

/** Written next to its destination, then renamed: no reader sees half an assembly. */
const synthesiseInto = async (folder: string, options: SynthesisOptions): Promise<void> => {
  const unfinished = await mkdtemp(join(options.cacheFolder, 'unfinished-'));
  try {
    await runApp(unfinished, options);
    await rename(unfinished, folder).catch((error: unknown) => {
      // Another process was faster.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
};

const runApp = async (outputFolder: string, options: SynthesisOptions): Promise<void> => {
  const { projectFolder, context = {}, signal: ending } = options;
  ending?.throwIfAborted();
  const errors: Buffer[] = [];
  const synthesis = spawnOwned({
    name: 'synthesis',
    command: process.execPath,
    args: [app],
    cwd: projectFolder,
    env: { ...inheritedEnvironment(), CDK_OUTDIR: outputFolder, CDK_CONTEXT_JSON: JSON.stringify(context) },
    stdio: { onStderr: (chunk) => errors.push(chunk) },
  });
  const end = (): void => synthesis.kill();
  ending?.addEventListener('abort', end);
  const { code, signal } = await synthesis.exited;
  ending?.removeEventListener('abort', end);
  if (code === 0) return;
  const output = Buffer.concat(errors).toString('utf8').trim();
  throw new Error(`the CDK app could not be synthesised (${signal ?? `exit code ${code}`})\n${output}`);
};

const inheritedEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

const touch = (path: string): Promise<void> => utimes(path, new Date(), new Date());

const dropOldest = async (cacheFolder: string): Promise<void> => {
  const names = (await readdir(cacheFolder)).filter((name) => name.startsWith('assembly-'));
  const dated = await Promise.all(
    names.map(async (name) => ({
      path: join(cacheFolder, name),
      usedAt: (await stat(join(cacheFolder, name))).mtimeMs,
    })),
  );
  const old = dated.sort((a, b) => b.usedAt - a.usedAt).slice(keptAssemblies);
  for (const { path } of old) await rm(path, { recursive: true, force: true });
};
