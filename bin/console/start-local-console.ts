import type { PlatformState } from '../../localstack/platform-state.ts';
import { areUsers, connectTo } from '../client/connection.ts';
import { apiUpstream } from './api-upstream.ts';
import { localPlatform } from './local-platform.ts';
import { pageFilesOnce } from './page-files.ts';
import { type ConsoleOptions, type RunningConsole, startConsole } from './start-console.ts';

export interface LocalConsoleOptions extends Pick<ConsoleOptions, 'preferredPort' | 'onFailure'> {
  readonly docsUrl?: string | undefined;
}

/** The console of a platform on this machine. */
export const startLocalConsole = async (
  state: PlatformState,
  { docsUrl, ...options }: LocalConsoleOptions = {},
): Promise<RunningConsole> => {
  const { apiUrl, region, operator: credentials, apiKey } = state;
  const client = areUsers(state) ? undefined : { headers: { 'x-api-key': apiKey } };
  const connection = connectTo(state);
  const running = await startConsole({
    stage: { name: 'local', region, ...(docsUrl !== undefined && { docsUrl }) },
    files: pageFilesOnce(),
    upstream: apiUpstream({ apiUrl, region, credentials }, client),
    local: localPlatform(connection),
    ...options,
  });
  return {
    url: running.url,
    close: async () => {
      await running.close();
      connection.close();
    },
  };
};
