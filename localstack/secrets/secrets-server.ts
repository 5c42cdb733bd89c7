import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SecretStore } from './secret-store.ts';
import { callSecretsApi, SecretsError } from './secrets-api.ts';

export interface SecretsServer {
  /** For `AWS_ENDPOINT_URL_SECRETS_MANAGER`. */
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Secrets Manager's JSON 1.1 protocol on a free loopback port. Signatures are not checked. */
export async function serveSecrets(store: SecretStore): Promise<SecretsServer> {
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(store, request);
    response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(store: SecretStore, request: IncomingMessage): Promise<{ status: number; body: object }> {
  try {
    const operation = /^secretsmanager\.(\w+)$/.exec(String(request.headers['x-amz-target']))?.[1] ?? '';
    return { status: 200, body: callSecretsApi(store, operation, await readInput(request)) };
  } catch (error) {
    if (error instanceof SecretsError) return { status: 400, body: { __type: error.type, message: error.message } };
    return { status: 500, body: { __type: 'InternalServiceError', message: String(error) } };
  }
}

async function readInput(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
  } catch {
    throw new SecretsError('SerializationException', 'the request body is not JSON');
  }
}
