import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvalidParameterValueError, InvalidRequestContentError, toApiError } from './api-error.ts';
import { AsynchronousInvocations } from './asynchronous-invocations.ts';
import { functionConfiguration } from './function-configuration.ts';
import { LogTail } from './function-log.ts';
import { type FunctionReference, parseFunctionReference } from './function-reference.ts';
import { FunctionNotFoundError } from './invoker.ts';
import type { LocalLambda } from './local-lambda.ts';
import { assertEventSize, maximumRequestBytes, RequestTooLargeError } from './payload-limits.ts';
import { newTraceId } from './trace-id.ts';

export interface InvokeApi {
  /** The value of `AWS_ENDPOINT_URL_LAMBDA`. */
  readonly url: string;
  close(): Promise<void>;
}

export interface InvokeApiSettings {
  /** Wait before each further attempt of a failed `Event` invocation; as on AWS, 1 and 2 minutes, by default. */
  readonly retryDelaysMs?: readonly number[];
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const path = /^\/2015-03-31\/functions\/([^/]+)\/(invocations|configuration)$/;

/**
 * The Lambda API on loopback: `Invoke` and `GetFunctionConfiguration`, as AWS SDKs call them. Signatures are not checked.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const startInvokeApi = async (lambda: LocalLambda, settings: InvokeApiSettings = {}): Promise<InvokeApi> => {
  const events = new AsynchronousInvocations({
    ...settings,
    invoke: ({ functionName, payload, ...options }) => lambda.invoke(functionName, payload, options),
    onDiscarded: ({ functionName, requestId }, reason) =>
      lambda.getFunction(functionName).log.write(requestId, `event discarded: ${reason}`),
  });
  const server = createServer(async (request, response) => {
    const requestId = randomUUID();
    const answer = await respond(lambda, events, request, requestId).catch(toErrorAnswer);
    send(response, { ...answer, headers: { 'x-amzn-requestid': requestId, ...answer.headers } });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      events.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
};

const respond = async (
  lambda: LocalLambda,
  events: AsynchronousInvocations,
  request: IncomingMessage,
  requestId: string,
): Promise<Answer> => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const [, encodedName = '', operation] = path.exec(pathname) ?? [];
  const named = parseFunctionReference(decodeURIComponent(encodedName));
  const reference = { ...named, qualifier: searchParams.get('Qualifier') ?? named.qualifier };
  if (operation === 'configuration' && request.method === 'GET') {
    return { status: 200, body: JSON.stringify(functionConfiguration(lambda, reference)) };
  }
  if (operation === 'invocations' && request.method === 'POST') {
    return invoke(lambda, events, reference, request.headers, await readPayload(request), requestId);
  }
  throw new FunctionNotFoundError(`the local Lambda API has no ${request.method} ${pathname}`);
};

const invoke = async (
  lambda: LocalLambda,
  events: AsynchronousInvocations,
  { name, qualifier }: FunctionReference,
  headers: IncomingHttpHeaders,
  payload: string,
  requestId: string,
): Promise<Answer> => {
  const version = lambda.getFunction(name).resolveVersion(qualifier);
  const context = headers['x-amz-client-context'];
  const options = {
    requestId,
    traceId: String(headers['x-amzn-trace-id'] ?? newTraceId()),
    ...(context === undefined ? {} : { clientContext: toClientContext(String(context)) }),
  };
  const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (type === 'DryRun') return { status: 204 };
  if (type === 'Event') {
    assertEventSize(payload);
    events.enqueue({ functionName: name, payload, ...options });
    return { status: 202 };
  }
  if (type !== 'RequestResponse') throw new InvalidParameterValueError(`unknown invocation type: ${type}`);
  const tail = headers['x-amz-log-type'] === 'Tail' ? new LogTail() : undefined;
  const invocation = await lambda.invoke(name, payload, { ...options, ...(tail === undefined ? {} : { tail }) });
  return {
    status: 200,
    headers: {
      'x-amz-executed-version': version,
      ...(invocation.functionError === undefined ? {} : { 'x-amz-function-error': invocation.functionError }),
      ...(tail === undefined ? {} : { 'x-amz-log-result': tail.toBase64() }),
    },
    body: invocation.payload,
  };
};

/** Plain ASCII, because it travels on to the runtime in a header. @throws {InvalidRequestContentError} */
const toClientContext = (header: string): string => {
  const toAscii = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  try {
    const context: unknown = JSON.parse(Buffer.from(header, 'base64').toString());
    return JSON.stringify(context).replace(/[\u0080-\uffff]/g, toAscii);
  } catch {
    throw new InvalidRequestContentError('Client context must be a valid Base64-encoded JSON object.');
  }
};

/** No payload means an empty object. @throws {InvalidRequestContentError | RequestTooLargeError} */
const readPayload = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= maximumRequestBytes) chunks.push(chunk);
  }
  if (size > maximumRequestBytes) {
    throw new RequestTooLargeError(
      `Request must be smaller than ${maximumRequestBytes} bytes for the InvokeFunction operation`,
    );
  }
  const payload = Buffer.concat(chunks).toString() || '{}';
  try {
    JSON.parse(payload);
  } catch (error) {
    throw new InvalidRequestContentError(`Could not parse request body into json: ${(error as Error).message}`);
  }
  return payload;
};

const toErrorAnswer = (error: unknown): Answer => {
  const { status, name, body } = toApiError(error);
  return { status, headers: { 'x-amzn-errortype': name }, body: JSON.stringify(body) };
};

const send = (response: ServerResponse, { status, headers, body = '' }: Answer): void => {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
};
