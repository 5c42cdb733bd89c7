import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Handles one request of the control endpoint; its result is answered as JSON. Parameters are the route's named parts. */
type ControlAction = (parameters: Readonly<Record<string, string>>) => unknown;

/** Keys are `<METHOD> <path>`, for instance `POST /kafka/nodes/{name}/kill`. */
export type ControlRoutes = Readonly<Record<string, ControlAction>>;

/** Text that every process on this machine may read. */
export interface OpenText {
  readonly contentType: string;
  text(): Promise<string>;
}

export interface ControlServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Remote control of a running platform for commands in other terminals: HTTP on loopback, with a bearer token.
 * @param open texts by path, without the token: `/metrics`.
 */
export const startControlServer = async (
  token: string,
  routes: ControlRoutes,
  open: Readonly<Record<string, OpenText>> = {},
): Promise<ControlServer> => {
  const table = Object.entries(routes).map(([route, action]) => ({ pattern: patternOf(route), action }));
  const server = createServer(async (request, response) => {
    const text = request.method === 'GET' ? open[request.url ?? ''] : undefined;
    if (text !== undefined) {
      response.writeHead(200, { 'content-type': text.contentType }).end(await text.text());
      return;
    }
    const { status, body } = await answer(request, token, table);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

interface Route {
  readonly pattern: RegExp;
  readonly action: ControlAction;
}

/** `{name}` takes one segment of the path. */
const patternOf = (route: string): RegExp => new RegExp(`^${route.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);

const answer = async (
  request: IncomingMessage,
  token: string,
  table: readonly Route[],
): Promise<{ readonly status: number; readonly body: unknown }> => {
  if (!sameText(request.headers.authorization ?? '', `Bearer ${token}`)) {
    return { status: 401, body: { error: 'the bearer token of platform.json is needed' } };
  }
  const requested = `${request.method} ${request.url}`;
  for (const { pattern, action } of table) {
    const groups = pattern.exec(requested)?.groups;
    if (!pattern.test(requested)) continue;
    const decoded = Object.entries(groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    try {
      return { status: 200, body: (await action(Object.fromEntries(decoded))) ?? {} };
    } catch (error) {
      return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
    }
  }
  return { status: 404, body: { error: `there is no ${requested}` } };
};

const sameText = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
};
