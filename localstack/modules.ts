import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlatformModule } from './platform-module.ts';

/** Each folder with a `module.ts` is a service of the platform: a new one is in no list. In the order of their folders. */
export const platformModules = async (): Promise<readonly PlatformModule[]> => {
  const folders = (await readdir(import.meta.dirname)).toSorted();
  return Promise.all(
    folders.filter((folder) => existsSync(join(import.meta.dirname, folder, 'module.ts'))).map(moduleIn),
  );
};

const moduleIn = async (folder: string): Promise<PlatformModule> => {
  const { module }: { readonly module?: PlatformModule } = await import(`./${folder}/module.ts`);
  if (typeof module?.start !== 'function') throw new Error(`localstack/${folder}/module.ts exports no module`);
  return module;
};
