import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '../../localstack/platform.ts';
import { type Distribution, distribution } from './distribution.ts';
import { benchPrefix } from './floors.ts';

export interface FunctionSize {
  readonly name: string;
  /** What deploys, unzipped. */
  readonly bundleKb: number;
  readonly init: Distribution;
}

const folderBytes = async (folder: string): Promise<number> => {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    files.filter((file) => file.isFile()).map(async (file) => (await stat(join(file.parentPath, file.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
};

/** Bundle size and initialisation of every deployed function that was called since the platform started. */
export const measureFunctions = ({ lambda, lambdaReports }: Platform): Promise<FunctionSize[]> => {
  const deployed = lambda.definitions().filter(({ name }) => !name.startsWith(benchPrefix));
  return Promise.all(
    deployed.map(async ({ name, codeFolder }) => ({
      name,
      bundleKb: Math.round((await folderBytes(codeFolder)) / 1024),
      init: distribution(lambdaReports.coldStartsOf(name).map(({ initMs }) => initMs ?? Number.NaN)),
    })),
  );
};
