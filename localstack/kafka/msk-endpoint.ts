import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** ARN of each cluster → the `host:port` list of its SASL/SCRAM listener. */
export type Clusters = ReadonlyMap<string, string>;

export interface MskEndpoint {
  /** For `AWS_ENDPOINT_URL_KAFKA`. */
  readonly url: string;
  stop(): Promise<void>;
}

const route = /^\/v1\/clusters\/([^/]+)\/bootstrap-brokers$/;

/**
 * The part of the Amazon MSK API that functions call: `GetBootstrapBrokers`, answered for the clusters that are in the map
 * when the request comes.
 */
export const startMskEndpoint = async (clusters: Clusters): Promise<MskEndpoint> => {
  const server = createServer((request, response) => {
    const { status, body } = answer(clusters, request.method ?? '', request.url ?? '');
    const type = 'errorType' in body ? { 'x-amzn-errortype': body.errorType } : {};
    response.writeHead(status, { 'content-type': 'application/json', ...type }).end(JSON.stringify(body));
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

type Body =
  | { readonly bootstrapBrokerStringSaslScram: string }
  | { readonly errorType: string; readonly message: string };

const answer = (clusters: Clusters, method: string, url: string): { readonly status: number; readonly body: Body } => {
  const encodedArn = method === 'GET' ? route.exec(new URL(url, 'http://localhost').pathname)?.[1] : undefined;
  if (encodedArn === undefined)
    return error(404, 'NotFoundException', `${method} ${url} is not available on the local platform`);
  const arn = decodeURIComponent(encodedArn);
  const brokers = clusters.get(arn);
  return brokers === undefined
    ? error(404, 'NotFoundException', `there is no cluster ${arn}`)
    : { status: 200, body: { bootstrapBrokerStringSaslScram: brokers } };
};

const error = (status: number, errorType: string, message: string) => ({ status, body: { errorType, message } });

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
