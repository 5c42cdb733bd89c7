import { serveHttp } from '../../localstack/api/http/http-server.ts';
import { problem } from './answers.ts';
import { type ConsoleParts, consoleHandler, consolePath } from './console-handler.ts';
import { hostsOf } from './guard.ts';
import { ConsoleSession } from './session.ts';

export interface RunningConsole {
  /** The start link, with its token. */
  readonly url: string;
  close(): Promise<void>;
}

export type ConsoleOptions = Omit<ConsoleParts, 'session'> & {
  /** Taken if it is free, else any free port. */
  readonly preferredPort?: number;
  /** Called with each request that failed by the fault of the console. Never with its query, which may hold the token. */
  readonly onFailure?: (error: unknown, request: { readonly method: string; readonly path: string }) => void;
};

const defaultPort = 4568;

/** Serves the console on loopback. */
export const startConsole = async ({
  preferredPort = defaultPort,
  onFailure,
  ...parts
}: ConsoleOptions): Promise<RunningConsole> => {
  let handle: ReturnType<typeof consoleHandler> | undefined;
  const server = await serveHttp(async (request) => {
    try {
      return (await handle?.(request)) ?? problem(503, 'Not ready');
    } catch (error) {
      const { method, path } = request;
      onFailure?.(error, { method, path });
      return problem(500, 'The console failed', 'the log of the platform has the cause');
    }
  }, preferredPort);
  // The session and the names of the host depend on the port.
  const session = new ConsoleSession(server.port);
  handle = consoleHandler({ ...parts, session }, hostsOf(server.port));
  return {
    url: `http://127.0.0.1:${server.port}${consolePath}?token=${session.token}`,
    close: () => server.close(),
  };
};
