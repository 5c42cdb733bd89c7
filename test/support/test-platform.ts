import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, connectTo } from '../../bin/client/connection.ts';
import { jars, root } from '../../bin/setup.mjs';
import { type Platform, startPlatform } from '../../localstack/platform.ts';
import type { PlatformOptions } from '../../localstack/platform-options.ts';

export interface TestPlatform {
  readonly platform: Platform;
  readonly connection: Connection;
  /** Stops everything and drops the data. */
  stop(): Promise<void>;
}

/** The whole platform on fresh data, from the synthesised template, as with `npm start`. */
export const startTestPlatform = async (more: Pick<PlatformOptions, 'console'> = {}): Promise<TestPlatform> => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'orderstream-e2e-'));
  const platform = await startPlatform({
    dataFolder,
    fresh: true,
    ephemeral: true,
    jars,
    root,
    stage: 'dev',
    onProgress: () => {},
    ...more,
  });
  const connection = connectTo(platform.state);
  return {
    platform,
    connection,
    stop: async () => {
      connection.close();
      await platform.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
};
