import { inject } from 'vitest';
import { type Connection, connectTo } from '../../bin/client/connection.ts';
import type { PlatformState } from '../../localstack/platform-state.ts';
import { startTestPlatform } from './test-platform.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A platform shared by all files of a tier. */
    readonly platform: PlatformState;
  }
}

export interface OrdersPlatform {
  readonly connection: Connection;
  stop(): Promise<void>;
}

/** The platform that the tier has started, or one of the file's own. */
export const ordersPlatform = async (): Promise<OrdersPlatform> => {
  const shared: PlatformState | undefined = inject('platform');
  if (shared === undefined) return startTestPlatform();
  const connection = connectTo(shared);
  return { connection, stop: async () => connection.close() };
};
