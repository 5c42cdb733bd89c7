import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { apiKeyValue } from '../../../../localstack/on-localstack/api-access.ts';
import { remoteInvoker } from '../../../../localstack/on-localstack/remote-invoker.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Answer = (request: IncomingMessage, body: string, response: ServerResponse) => void;

/** LocalStack, as far as one answer goes. */
const localStack = async (answer: Answer) => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    answer(request, Buffer.concat(chunks).toString(), response);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, region: 'eu-west-1' };
};

describe('a function of LocalStack', () => {
  it('gets the event, and its answer comes back', async () => {
    const received: unknown[] = [];
    const target = await localStack(({ method, url, headers }, body, response) => {
      received.push([method, url, headers.authorization?.includes('/eu-west-1/lambda/'), body]);
      response.setHeader('x-amzn-requestid', 'r-1').end('{"batchItemFailures":[]}');
    });
    const invocation = await remoteInvoker(target).invoke('arn:aws:lambda:eu-west-1:0:function:f', '{"n":1}');
    expect(invocation).toEqual({ requestId: 'r-1', payload: '{"batchItemFailures":[]}' });
    const path = '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A0%3Afunction%3Af/invocations';
    expect(received).toEqual([['POST', path, true, '{"n":1}']]);
  });

  it.each(['Handled', 'Unhandled'] as const)('that failed is %s', async (kind) => {
    const target = await localStack((_request, _body, response) =>
      response.setHeader('x-amz-function-error', kind).end('{"errorType":"Error"}'),
    );
    expect(await remoteInvoker(target).invoke('f', '{}')).toMatchObject({ functionError: kind });
  });

  it.each([
    [429, 'TooManyRequestsException'],
    [404, 'ResourceNotFoundException'],
    [500, 'Error'],
  ])('that was not called, %i, is a %s', async (status, name) => {
    const target = await localStack((_request, _body, response) => response.writeHead(status).end('why'));
    await expect(remoteInvoker(target).invoke('f', '{}')).rejects.toMatchObject({
      name,
      message: expect.stringContaining('why'),
    });
  });

  it('is no longer awaited when its caller aborts', async () => {
    const leaving = new AbortController();
    const target = await localStack(() => leaving.abort(new Error('gone')));
    await expect(remoteInvoker(target).invoke('f', '{}', { signal: leaving.signal })).rejects.toThrow('gone');
  });
});

describe('an API key', () => {
  it('is found by its id', async () => {
    const target = await localStack(({ url }, _body, response) =>
      response.end(JSON.stringify({ value: `key of ${url}` })),
    );
    expect(await apiKeyValue(target, 'k')).toBe('key of /apikeys/k?includeValue=true');
  });

  it('that LocalStack does not know is an error', async () => {
    const target = await localStack((_request, _body, response) => response.writeHead(404).end('{}'));
    await expect(apiKeyValue(target, 'k')).rejects.toThrow('does not return the API key k: 404');
  });
});
