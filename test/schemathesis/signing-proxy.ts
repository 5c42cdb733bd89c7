import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { parseQuery } from '../../localstack/api/exchange/query-string.ts';
import type { PlatformState } from '../../localstack/platform-state.ts';

export interface SigningProxy {
  /** In place of the API's, its stage included, without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Lets a client in that knows neither key nor signature: every request is passed on as it came, with the API key, or signed as
 * the operator where its route is one of operators.
 */
export const startSigningProxy = async ({ apiUrl, apiKey, operator, region }: PlatformState): Promise<SigningProxy> => {
  const target = new URL(apiUrl);
  const stage = target.pathname.replace(/\/$/, '');
  const signer = new SignatureV4({ service: 'execute-api', region, credentials: operator, sha256: Sha256 });

  const headersOf = async (incoming: IncomingMessage, body: Buffer): Promise<Record<string, string | string[]>> => {
    const url = incoming.url ?? '/';
    const [path = '', query = ''] = [url.split('?', 1)[0], url.slice(url.indexOf('?') + 1 || url.length)];
    const { connection: _connection, authorization: _authorization, ...received } = incoming.headersDistinct;
    const headers = { ...(received as Record<string, string[]>), host: target.host };
    if (!path.startsWith(`${stage}/admin/`)) return { ...headers, 'x-api-key': apiKey };
    const values = Object.entries(parseQuery(query).multi).map(([name, all]) => [name, [...all]]);
    // Signed is what must be, and no more: names and values of the others are whatever was made up.
    const signed = await signer.sign(
      new HttpRequest({
        method: incoming.method ?? 'GET',
        path,
        query: Object.fromEntries(values),
        headers: { host: target.host },
        body,
      }),
    );
    return { ...headers, ...signed.headers };
  };

  const server = createServer({ maxHeaderSize: 64 * 1024 }, async (incoming, answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const headers = await headersOf(incoming, body);
    const passed = request({
      host: target.hostname,
      port: target.port,
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      headers,
    });
    passed.on('error', () => answer.destroy());
    passed.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.rawHeaders);
      response.pipe(answer);
    });
    passed.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${stage}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
