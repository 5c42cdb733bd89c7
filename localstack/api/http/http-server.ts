import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiAnswer, ApiRequest, HeaderLine } from './http-message.ts';

/** The largest request body API Gateway takes (rest-api-rules F3). */
const maxBodyBytes = 10 * 1024 * 1024;

export interface HttpServer {
  readonly port: number;
  /** Takes no more connections, lets requests in flight finish for at most `graceMs`, then cuts them. */
  close(graceMs?: number): Promise<void>;
}

/**
 * Serves `handle` on loopback.
 * @param preferredPort taken if it is free, else any free port, or none where it is the only one.
 * @throws {Error} the only port is taken.
 */
export async function serveHttp(
  handle: (request: ApiRequest) => Promise<ApiAnswer>,
  preferredPort = 0,
  { only = false }: { readonly only?: boolean } = {},
): Promise<HttpServer> {
  const server = createServer({ keepAliveTimeout: 60_000, maxHeaderSize: 64 * 1024 }, (request, response) => {
    response.on('error', () => undefined); // The client closed the connection before the answer.
    exchange(request, response, handle, () => server.listening).catch(() => response.destroy());
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(preferredPort).catch((error: NodeJS.ErrnoException) => {
    if (only || preferredPort === 0 || error.code !== 'EADDRINUSE') throw error;
    return listen(0);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: (graceMs = 5_000) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

async function exchange(
  message: IncomingMessage,
  response: ServerResponse,
  handle: (request: ApiRequest) => Promise<ApiAnswer>,
  keepsListening: () => boolean,
): Promise<void> {
  const body = await readBody(message);
  const target = requestTarget(message.url ?? '/');
  const [path = '', query = ''] = splitOnce(target.pathAndQuery, '?');
  const answer = await handle({
    method: message.method ?? 'GET',
    path,
    query,
    headers: hostedBy(target.authority, headerLines(message.rawHeaders)),
    body: body ?? Buffer.alloc(0),
    bodyTooLarge: body === undefined,
    sourceIp: message.socket.remoteAddress ?? '127.0.0.1',
    port: message.socket.localPort ?? 0,
  });
  const bytes = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  const bodyless = answer.status === 204 || answer.status === 304;
  const length: readonly HeaderLine[] = bodyless ? [] : [['Content-Length', String(bytes.length)]];
  // A kept-alive connection would block a close in progress.
  const connection: readonly HeaderLine[] = keepsListening() ? [] : [['Connection', 'close']];
  response.writeHead(answer.status, [...answer.headers, ...length, ...connection].flat());
  response.end(bodyless ? undefined : bytes);
}

/** Undefined if the body is too large; it is read to its end even then, so that the client can read the answer. */
async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size > maxBodyBytes ? undefined : Buffer.concat(chunks);
}

/** A target in absolute form, as clients send it to a proxy, has the authority before the path (RFC 9112, 3.2.2). */
function requestTarget(url: string): { readonly authority: string | undefined; readonly pathAndQuery: string } {
  const [, authority, rest = ''] = /^https?:\/\/([^/?#]*)(.*)$/is.exec(url) ?? [];
  if (authority === undefined) return { authority, pathAndQuery: url };
  return { authority, pathAndQuery: rest.startsWith('/') ? rest : `/${rest}` };
}

/** The authority of the target replaces the Host header, whatever that names. */
function hostedBy(authority: string | undefined, lines: readonly HeaderLine[]): readonly HeaderLine[] {
  if (authority === undefined) return lines;
  return lines.map(([name, value]) => [name, name.toLowerCase() === 'host' ? authority : value]);
}

function headerLines(rawHeaders: readonly string[]): readonly HeaderLine[] {
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] satisfies HeaderLine] : [],
  );
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
