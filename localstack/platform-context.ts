import { join } from 'node:path';
import { openDataFolder } from './data-folder.ts';
import { fileStateStore } from './file-state-store.ts';
import { openLogFile } from './log-file.ts';
import type { PlatformContext } from './platform-module.ts';
import type { PlatformOptions } from './platform-options.ts';
import type { Shutdown } from './shutdown.ts';
import { StartupProgress } from './startup-progress.ts';

const location = { accountId: '000000000000', region: 'eu-west-1' };

/** Opens data folder and log. @throws {Error} another platform runs on the data folder. */
export const openContext = async (options: PlatformOptions, shutdown: Shutdown): Promise<PlatformContext> => {
  const folder = await openDataFolder(options.dataFolder, options.fresh);
  shutdown.add('data folder', folder.unlock);
  const log = openLogFile(join(folder.logs, 'platform.log'));
  shutdown.add('log', () => log.close());
  return {
    options,
    location,
    folder,
    state: fileStateStore(folder.stateFile),
    log,
    progress: new StartupProgress(options.onProgress),
    stopping: shutdown.signal,
  };
};
