import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StripeRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly idempotencyKey: string | undefined;
  readonly body: URLSearchParams;
}

export interface StripeResponse {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

/** `hangs`: never answered. `breaks`: the connection ends without an answer. */
export type StripeReply = StripeResponse | 'hangs' | 'breaks';

/** A server on loopback that speaks Stripe's HTTP with the replies that a test gives it. */
export class StripeServer {
  readonly requests: StripeRequest[] = [];
  reply: (request: StripeRequest) => StripeReply = () => ({ body: {} });
  readonly #server: Server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const key = incoming.headers['idempotency-key'];
      const request: StripeRequest = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        idempotencyKey: typeof key === 'string' ? key : undefined,
        body: new URLSearchParams(Buffer.concat(chunks).toString('utf8')),
      };
      this.requests.push(request);
      const reply = this.reply(request);
      if (reply === 'hangs') return;
      if (reply === 'breaks') return void incoming.socket.destroy();
      outgoing.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
      outgoing.end(JSON.stringify(reply.body));
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get at(): { readonly protocol: 'http'; readonly host: string; readonly port: number } {
    return { protocol: 'http', host: '127.0.0.1', port: (this.#server.address() as AddressInfo).port };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
