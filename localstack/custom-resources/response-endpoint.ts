import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/**
 * The request that the function behind a custom resource PUTs to `ResponseURL` (AWS: "Custom resource response objects").
 * `Data` becomes the resource's attributes.
 */
export interface CustomResourceResponse {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
  readonly Data?: Readonly<Record<string, unknown>>;
}

/** The counterpart of CloudFormation's presigned S3 address: takes one response of one custom resource. */
export interface ResponseEndpoint {
  readonly url: string;
  /** Rejects when the body is not a response. */
  readonly response: Promise<CustomResourceResponse>;
  close(): Promise<void>;
}

export const startResponseEndpoint = async (): Promise<ResponseEndpoint> => {
  const path = `/${randomUUID()}`;
  const { promise, resolve, reject } = Promise.withResolvers<CustomResourceResponse>();
  // The caller may have timed out when a late or broken response arrives.
  promise.catch(() => undefined);
  const server = createServer((request, reply) => {
    if (request.method !== 'PUT' || request.url !== path) {
      reply.writeHead(403).end();
      return;
    }
    responseIn(request).then(
      (response) => {
        // Resolved once the reply is sent: the caller closes the server next.
        reply.once('close', () => resolve(response));
        reply.writeHead(200).end();
      },
      (error: unknown) => {
        reply.once('close', () => reject(error));
        reply.writeHead(400).end();
      },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    response: promise,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

const responseIn = async (request: IncomingMessage): Promise<CustomResourceResponse> => {
  const body: unknown = await json(request);
  if (typeof body !== 'object' || body === null || !('Status' in body)) {
    throw new Error(`not a custom resource response: ${JSON.stringify(body)}`);
  }
  return body as CustomResourceResponse;
};
