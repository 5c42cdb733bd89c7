import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { maximumResponseBytes } from './payload-limits.ts';

/** One event on its way to the runtime. */
export interface RuntimeInvocation {
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly functionArn: string;
  readonly traceId: string;
  /** JSON text. */
  readonly clientContext?: string;
}

/** Messages of the runtime. Bodies are JSON text. */
export interface RuntimeEvents {
  /** The runtime waits for an event: it has initialised, finished the one before, or takes another beside it. */
  onNext(): void;
  onResponse(requestId: string, body: string): 'accepted' | 'unknown request';
  onResponseTooLarge(requestId: string): void;
  onError(requestId: string, body: string): 'accepted' | 'unknown request';
  onInitError(body: string): void;
}

const maximumErrorBytes = 1024 * 1024;
const invocationPath = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/;

/**
 * The Lambda Runtime API of one execution environment. Each has its own listener, because the runtime client knows only a host
 * and a port.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  readonly #events: RuntimeEvents;
  readonly #server: Server;
  /** Polls of the runtime: one, or one for each of its workers. */
  readonly #polls: ServerResponse[] = [];

  private constructor(events: RuntimeEvents) {
    this.#events = events;
    this.#server = createServer(
      { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 },
      (request, response) => void this.#serve(request, response),
    );
  }

  static async listen(events: RuntimeEvents): Promise<RuntimeApi> {
    const api = new RuntimeApi(events);
    await new Promise<void>((resolve, reject) => {
      api.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return api;
  }

  /** `host:port`, the form of `AWS_LAMBDA_RUNTIME_API`. */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Answers the runtime's waiting request. To be called once after each `onNext`. */
  deliver(invocation: RuntimeInvocation): void {
    const response = this.#polls.shift();
    if (response === undefined) throw new Error('the runtime has not requested an event');
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(invocation.payload),
      'lambda-runtime-aws-request-id': invocation.requestId,
      'lambda-runtime-deadline-ms': String(invocation.deadline),
      'lambda-runtime-invoked-function-arn': invocation.functionArn,
      'lambda-runtime-trace-id': invocation.traceId,
      ...(invocation.clientContext === undefined ? {} : { 'lambda-runtime-client-context': invocation.clientContext }),
    });
    response.end(invocation.payload);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#route(request, response);
    } catch {
      // The runtime died while sending: its exit carries the cause.
      response.destroy();
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (path === '/2018-06-01/runtime/invocation/next') {
      this.#polls.push(response);
      this.#events.onNext();
      return;
    }
    if (path === '/2018-06-01/runtime/init/error') {
      const body = await read(request, maximumErrorBytes);
      answer(response, 202, { status: 'OK' });
      this.#events.onInitError(body ?? '{}');
      return;
    }
    const [, id, kind] = invocationPath.exec(path) ?? [];
    if (id === undefined) {
      answer(response, 404, { errorType: 'NotFound', errorMessage: `no such path: ${path}` });
      return;
    }
    await this.#outcome(decodeURIComponent(id), kind === 'error', request, response);
  }

  async #outcome(id: string, isError: boolean, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request, maximumResponseBytes);
    if (body === undefined) {
      this.#events.onResponseTooLarge(id);
      answer(response, 413, {
        errorType: 'RequestEntityTooLarge',
        errorMessage: `Exceeded maximum allowed payload size (${maximumResponseBytes} bytes).`,
      });
      return;
    }
    const taken = isError ? this.#events.onError(id, body) : this.#events.onResponse(id, body);
    if (taken === 'accepted') answer(response, 202, { status: 'OK' });
    else answer(response, 400, { errorType: 'InvalidRequestID', errorMessage: 'Invalid request ID' });
  }
}

/**
 * The body, or `undefined` if it has more than `limit` bytes; it is read to its end in either case. By events: iterating over the
 * request costs each call a tenth of a millisecond.
 */
const read = (request: IncomingMessage, limit: number): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
    });
    request.once('end', () => resolve(size > limit ? undefined : Buffer.concat(chunks).toString()));
    request.once('error', reject);
  });

const answer = (response: ServerResponse, status: number, body: object): void => {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
};
