import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type InvokeCommandInput,
  type InvokeCommandOutput,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestLambda, type TestLambda } from '../../../support/lambda-service.ts';

let service: TestLambda;
let client: LambdaClient;
beforeAll(async () => {
  service = await startTestLambda({ retryDelaysMs: [10, 10] });
  client = new LambdaClient({
    endpoint: service.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  await service.deploy('greeter', { 'index.js': greeter });
  service.lambda.getFunction('greeter').publishVersion();
  service.lambda.getFunction('greeter').putAlias('live', '1');
});
afterAll(async () => {
  client.destroy();
  await service.close();
});

const greeter = `exports.handler = async (event, context) => {
  console.log('greeting ' + event.name);
  if (event.name === 'absent') throw new Error('no name to greet');
  return { hello: event.name ?? null, client: context.clientContext };
};`;

const invoke = (input: Partial<InvokeCommandInput> & { readonly event?: unknown }): Promise<InvokeCommandOutput> => {
  const { event, ...rest } = input;
  const payload = event === undefined ? {} : { Payload: JSON.stringify(event) };
  return client.send(new InvokeCommand({ FunctionName: 'greeter', ...payload, ...rest }));
};
const payloadOf = (output: InvokeCommandOutput): unknown => JSON.parse(output.Payload?.transformToString() ?? '');

describe('Invoke through the AWS SDK', () => {
  it('answers with the function’s response', async () => {
    const output = await invoke({ event: { name: 'Ada' } });
    expect(output).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(output.FunctionError).toBeUndefined();
    expect(output.LogResult).toBeUndefined();
    expect(payloadOf(output)).toEqual({ hello: 'Ada' });
  });

  it('answers with the function’s error', async () => {
    const output = await invoke({ event: { name: 'absent' } });
    expect(output).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(payloadOf(output)).toMatchObject({ errorType: 'Error', errorMessage: 'no name to greet' });
  });

  it('gives the end of the log on request', async () => {
    const { LogResult, $metadata } = await invoke({ event: { name: 'Ada' }, LogType: 'Tail' });
    const log = Buffer.from(LogResult ?? '', 'base64').toString();
    expect(log).toContain(`START RequestId: ${$metadata.requestId} Version: $LATEST\n`);
    expect(log).toContain('\tINFO\tgreeting Ada\n');
    expect(log).toMatch(/END RequestId: .*\nREPORT RequestId: .*\n$/);
  });

  it('takes ARN, qualifier, client context and no payload at all', async () => {
    const output = await invoke({
      FunctionName: 'arn:aws:lambda:eu-west-1:000000000000:function:greeter',
      Qualifier: 'live',
      ClientContext: Buffer.from('{"custom":{"tenant":"é"}}').toString('base64'),
    });
    expect(output.ExecutedVersion).toBe('1');
    expect(payloadOf(output)).toEqual({ hello: null, client: { custom: { tenant: 'é' } } });
  });

  it('answers a dry run without a call', async () => {
    const before = service.reports.length;
    expect((await invoke({ InvocationType: 'DryRun' })).StatusCode).toBe(204);
    expect(service.reports).toHaveLength(before);
  });

  it.each([
    [{ FunctionName: 'absent' }, 404, 'ResourceNotFoundException'],
    [{ Qualifier: 'dead' }, 404, 'ResourceNotFoundException'],
    [{ Payload: '{"name":' }, 400, 'InvalidRequestContentException'],
    [{ event: 'x'.repeat(6 * 1024 * 1024) }, 413, 'RequestTooLargeException'],
    [{ event: 'x'.repeat(1024 * 1024), InvocationType: 'Event' as const }, 413, 'RequestTooLargeException'],
  ])('refuses what it cannot take: %o', async (input, httpStatusCode, name) => {
    await expect(invoke(input)).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
  });

  it('throttles at the concurrency limit', async () => {
    const busy = 'exports.handler = () => new Promise((resolve) => setTimeout(resolve, 500))';
    await service.deploy('busy', { 'index.js': busy }, { reservedConcurrency: 1 });
    const running = invoke({ FunctionName: 'busy' });
    const calls = await Promise.allSettled([
      running,
      invoke({ FunctionName: 'busy' }),
      invoke({ FunctionName: 'busy' }),
    ]);
    const refused = calls.flatMap((call) => (call.status === 'rejected' ? [call.reason] : []));
    expect(refused).toHaveLength(2);
    for (const error of refused) {
      expect(error).toMatchObject({ name: 'TooManyRequestsException', $metadata: { httpStatusCode: 429 } });
    }
  });
});

describe('an asynchronous Invoke', () => {
  const reportsOf = (name: string) => service.reports.filter(({ functionName }) => functionName === name);

  it('is accepted at once and carried out later', async () => {
    await service.deploy('later', { 'index.js': greeter });
    const { StatusCode, $metadata } = await invoke({
      FunctionName: 'later',
      InvocationType: 'Event',
      event: { name: 'Ada' },
    });
    expect(StatusCode).toBe(202);
    await vi.waitFor(() => expect(reportsOf('later')).toHaveLength(1), 10_000);
    expect(reportsOf('later')[0]?.requestId).toBe($metadata.requestId);
  });

  it('is tried three times under one request id, then noted as discarded', async () => {
    await service.deploy('failing', { 'index.js': greeter });
    await invoke({ FunctionName: 'failing', InvocationType: 'Event', event: { name: 'absent' } });
    await vi.waitFor(async () => expect(await service.log('failing')).toContain('event discarded'), 10_000);
    expect(reportsOf('failing')).toHaveLength(3);
    expect(new Set(reportsOf('failing').map(({ requestId }) => requestId)).size).toBe(1);
  });
});

describe('GetFunctionConfiguration through the AWS SDK', () => {
  it('returns what was deployed', async () => {
    const command = new GetFunctionConfigurationCommand({ FunctionName: 'greeter' });
    expect(await client.send(command)).toMatchObject({
      FunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:greeter',
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      MemorySize: 256,
      Timeout: 20,
      State: 'Active',
    });
  });
});

describe('a function', () => {
  it('calls another through the endpoint it is given', async () => {
    const calling = `exports.handler = async () => {
      const path = '/2015-03-31/functions/greeter/invocations';
      const response = await fetch(process.env.AWS_ENDPOINT_URL_LAMBDA + path, { method: 'POST', body: '{"name":"Bob"}' });
      return response.json();
    };`;
    await service.deploy('calling', { 'index.js': calling });
    expect(payloadOf(await invoke({ FunctionName: 'calling' }))).toEqual({ hello: 'Bob' });
  });
});
