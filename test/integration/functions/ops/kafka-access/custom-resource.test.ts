import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  type CustomResource,
  customResourceHandler,
} from '../../../../../functions/ops/kafka-access/custom-resource.cloudformation.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';

interface Answer {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

const answers: Answer[] = [];
let statuses: number[] = [];
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  answers.push({
    method: request.method,
    headers: request.headers,
    body: JSON.parse(Buffer.concat(chunks).toString()),
  });
  response.writeHead(statuses.shift() ?? 200).end();
});

beforeEach(async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  vi.restoreAllMocks();
  answers.length = 0;
  statuses = [];
  again = [];
  clock.now = 1_000_000;
  repeats = async (request) => void again.push(request);
  server.closeAllConnections();
  server.close();
});

const removed: string[] = [];
const resource: CustomResource = {
  provide: async ({ Name }) => ({ physicalId: `thing/${String(Name)}`, attributes: { Name: String(Name) } }),
  remove: async (physicalId) => void removed.push(physicalId),
};
const notYet: CustomResource = { ...resource, provide: () => Promise.reject(new TransientError('not let in yet')) };
const failing = (message: string): CustomResource => ({
  ...resource,
  provide: () => Promise.reject(new Error(message)),
});

let again: object[] = [];
const clock = { now: 1_000_000 };
let repeats: (request: object) => Promise<void> = async (request) => void again.push(request);

const handle = async (provided: CustomResource, request: object): Promise<Answer | undefined> => {
  const event = {
    ServiceToken: 'arn:aws:lambda:eu-west-1:000000000000:function:thing',
    ResponseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?signed=yes`,
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'Thing',
    ResourceType: 'Custom::Thing',
    ResourceProperties: { Name: 'one' },
    ...request,
  } as unknown as CloudFormationCustomResourceEvent;
  const options = { reinvoke: (repeated: object) => repeats(repeated), now: () => clock.now };
  await customResourceHandler({ 'Custom::Thing': provided }, options)(event, {
    getRemainingTimeInMillis: () => 60_000,
  } as Context);
  return answers.at(-1);
};

const request = { StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Thing' };

test('a creation answers with the id and the attributes', async () => {
  const answer = await handle(resource, { RequestType: 'Create' });
  expect(answer?.method).toBe('PUT');
  expect(answer?.headers['content-type']).toBe('');
  expect(answer?.body).toEqual({
    ...request,
    Status: 'SUCCESS',
    PhysicalResourceId: 'thing/one',
    Data: { Name: 'one' },
  });
});

test('an update answers with the id of the new properties', async () => {
  const answer = await handle(resource, {
    RequestType: 'Update',
    PhysicalResourceId: 'thing/zero',
    OldResourceProperties: { Name: 'zero' },
  });
  expect(answer?.body).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'thing/one' });
});

test('a deletion removes', async () => {
  const answer = await handle(resource, { RequestType: 'Delete', PhysicalResourceId: 'thing/one' });
  expect(answer?.body).toEqual({ ...request, Status: 'SUCCESS', PhysicalResourceId: 'thing/one' });
  expect(removed).toEqual(['thing/one']);
});

test('a failure is answered with its reason', async () => {
  const answer = await handle(failing('no brokers'), { RequestType: 'Create' });
  expect(answer?.body).toEqual({
    ...request,
    Status: 'FAILED',
    Reason: 'Error: no brokers',
    PhysicalResourceId: 'Thing-failed',
  });
});

test('a failed update keeps the id, or the resource would be deleted', async () => {
  const answer = await handle(failing('no brokers'), { RequestType: 'Update', PhysicalResourceId: 'thing/zero' });
  expect(answer?.body).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'thing/zero' });
});

test('an answer stays below what CloudFormation takes', async () => {
  await handle(failing('x'.repeat(10_000)), { RequestType: 'Create' });
  expect(JSON.stringify(answers[0]?.body).length).toBeLessThan(4_096);
});

test('an answer that is not taken is sent again', async () => {
  statuses = [503, 503];
  await handle(resource, { RequestType: 'Create' });
  expect(answers).toHaveLength(3);
});

test('without an answer the invocation fails', async () => {
  statuses = [503, 503, 503];
  await expect(handle(resource, { RequestType: 'Create' })).rejects.toThrow('CloudFormation answered 503');
});

test('a request that is not possible yet is retried, without an answer, for twenty minutes and not longer', async () => {
  await handle(notYet, { RequestType: 'Create' });
  expect(answers).toEqual([]);
  expect(again).toEqual([expect.objectContaining({ RequestId: 'request', StartedAt: 1_000_000 })]);

  clock.now += 19 * 60_000;
  await handle(notYet, again[0] ?? {});
  expect(again[1]).toMatchObject({ StartedAt: 1_000_000 });
  expect(answers).toEqual([]);

  clock.now += 60_000;
  const answer = await handle(notYet, again[1] ?? {});
  expect(again).toHaveLength(2);
  expect(answer?.body).toMatchObject({ Status: 'FAILED', Reason: 'TransientError: not let in yet' });
});

test('it succeeds when it has become possible', async () => {
  await handle(notYet, { RequestType: 'Update', PhysicalResourceId: 'thing/zero' });
  expect((await handle(resource, again[0] ?? {}))?.body).toMatchObject({ Status: 'SUCCESS' });
});

test('a request that cannot be handed on is answered with what went wrong first', async () => {
  repeats = () => Promise.reject(new Error('no Lambda'));
  const answer = await handle(notYet, { RequestType: 'Create' });
  expect(answer?.body).toMatchObject({ Status: 'FAILED', Reason: 'TransientError: not let in yet' });
});

test('a type that the function does not provide is refused', async () => {
  const answer = await handle(resource, { RequestType: 'Create', ResourceType: 'Custom::Other' });
  expect(answer?.body).toMatchObject({ Status: 'FAILED', Reason: 'Error: this function provides no Custom::Other' });
});
