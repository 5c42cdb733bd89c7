import { describe, expect, it } from 'vitest';
import { customResourceProvider } from '../../../../localstack/custom-resources/custom-resource.ts';
import type { Invocation, Invoker } from '../../../../localstack/lambda/invoker.ts';

const context = {
  stack: 'kafka',
  logicalId: 'Access',
  type: 'Custom::KafkaAccess',
  accountId: '000000000000',
  region: 'eu-west-1',
};

const functionArn = 'arn:aws:lambda:eu-west-1:000000000000:function:provisioner';

interface Request {
  readonly ResponseURL: string;
  readonly RequestId: string;
}

const put = async (url: string, body: unknown): Promise<number> => {
  const { status } = await fetch(url, { method: 'PUT', body: typeof body === 'string' ? body : JSON.stringify(body) });
  return status;
};

const returned: Invocation = { requestId: '1', payload: 'null' };

/** A function in place of the Lambda service. */
const invokerOf = (handler: (request: Request) => Promise<Invocation>): Invoker => ({
  invoke: (name, payload) => {
    expect(name).toBe(functionArn);
    return handler(JSON.parse(payload));
  },
});

const create = (handler: (request: Request) => Promise<Invocation>, properties: object = {}) =>
  customResourceProvider(invokerOf(handler))({ ServiceToken: functionArn, ...properties }, context);

describe('a custom resource', () => {
  it('sends the documented request, values as strings, and takes the response’s id and data', async () => {
    let seen: unknown;
    const created = await create(
      async (request) => {
        seen = request;
        await put(request.ResponseURL, {
          Status: 'SUCCESS',
          PhysicalResourceId: 'acls-1',
          Data: { BootstrapBrokers: '127.0.0.1:9092', Count: 3 },
        });
        return returned;
      },
      { Enabled: true, Acls: [{ Partitions: 48, Topic: 'orders.created' }] },
    );
    expect(seen).toEqual({
      RequestType: 'Create',
      RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ResponseURL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:/),
      StackId: expect.stringMatching(/^arn:aws:cloudformation:eu-west-1:000000000000:stack\/kafka\/[0-9a-f-]{36}$/),
      ResourceType: 'Custom::KafkaAccess',
      LogicalResourceId: 'Access',
      ResourceProperties: {
        ServiceToken: functionArn,
        Enabled: 'true',
        Acls: [{ Partitions: '48', Topic: 'orders.created' }],
      },
    });
    expect(created).toEqual({ ref: 'acls-1', attributes: { BootstrapBrokers: '127.0.0.1:9092', Count: '3' } });
  });

  it('takes a response that comes after the function returned', async () => {
    const created = await create(async ({ ResponseURL }) => {
      setImmediate(() => put(ResponseURL, { Status: 'SUCCESS' }));
      return returned;
    });
    expect(created).toEqual({ ref: expect.stringMatching(/^kafka-Access-/), attributes: {} });
  });

  it('fails with the reason of a FAILED response', async () => {
    const failing = create(async ({ ResponseURL }) => {
      await put(ResponseURL, { Status: 'FAILED', Reason: 'the cluster refused' });
      return returned;
    });
    await expect(failing).rejects.toThrow('the cluster refused');
  });

  it('fails with the function’s error when it ends without a response', async () => {
    const payload = '{"errorType":"TypeError","errorMessage":"boom"}';
    const failing = create(async () => ({ requestId: '1', payload, functionError: 'Unhandled' }));
    await expect(failing).rejects.toThrow(`${functionArn} failed: ${payload}`);
  });

  it('fails when no response comes within ServiceTimeout', async () => {
    const failing = create(async () => returned, { ServiceTimeout: '0.05' });
    await expect(failing).rejects.toThrow('no response to ResponseURL within 0.05 s');
  });

  it('refuses a response to another address, and one that is none', async () => {
    const { promise: statuses, resolve } = Promise.withResolvers<readonly number[]>();
    const failing = create(async ({ ResponseURL }) => {
      resolve([await put(`${ResponseURL}x`, { Status: 'SUCCESS' }), await put(ResponseURL, '[]')]);
      return returned;
    });
    await expect(failing).rejects.toThrow('not a custom resource response: []');
    expect(await statuses).toEqual([403, 400]);
  });

  it('needs a function', async () => {
    const provider = customResourceProvider(invokerOf(async () => returned));
    await expect(provider({}, context)).rejects.toThrow('ServiceToken is not the ARN of a function');
  });
});
