import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { powertoolsReplays } from '../../../../../functions/order/intake/replays.powertools.ts';
import type { Replays } from '../../../../../functions/order/model/ports.ts';
import { err, ok } from '../../../../../functions/shared/kernel/result.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { InMemoryReplays } from '../../../../support/fakes/order-ports.ts';

const { client, newTable } = dynamodbLocal('idempotency');

const accepted = {
  order_id: 'a1b2c3d4-0000-5000-8000-000000000001',
  status: 'CREATED',
  amount: 100,
  currency: 'GBP',
  created_at: '2026-11-22T06:00:00.000Z',
} as const;

const request = (idempotencyKey: string, changes: object = {}) => ({
  client: 'key:test',
  idempotencyKey,
  fingerprint: 'one',
  remainingMs: () => 29_000,
  ...changes,
});
const accept = async () => ok(accepted);

const implementations: readonly (readonly [string, () => Replays])[] = [
  ['in memory', () => new InMemoryReplays()],
  ['of Powertools', () => powertoolsReplays(client, 'idempotency')],
];

describe.each(implementations)('replays %s', (_, create) => {
  let replays: Replays;
  beforeAll(() => {
    replays = create();
  });

  it('does the work once and replays its answer', async () => {
    expect(await replays.once(request('done'), accept)).toEqual({ kind: 'done', result: ok(accepted) });
    const again = await replays.once(request('done'), () => Promise.reject(new Error('done twice')));
    expect(again).toEqual({ kind: 'replayed', accepted });
  });

  it('refuses the key with another request', async () => {
    await replays.once(request('other'), accept);
    expect(await replays.once(request('other', { fingerprint: 'two' }), accept)).toEqual({ kind: 'other-request' });
  });

  it('keeps clients apart', async () => {
    await replays.once(request('shared'), accept);
    expect(await replays.once(request('shared', { client: 'key:other' }), accept)).toMatchObject({ kind: 'done' });
  });

  it('reports work in flight', async () => {
    const outcome = Promise.withResolvers<ReturnType<typeof ok<typeof accepted>>>();
    const started = Promise.withResolvers<void>();
    const first = replays.once(request('slow'), () => {
      started.resolve();
      return outcome.promise;
    });
    await started.promise;
    expect(await replays.once(request('slow'), accept)).toEqual({ kind: 'in-flight' });
    outcome.resolve(ok(accepted));
    expect(await first).toMatchObject({ kind: 'done' });
  });

  it('never replays a failure: the next request does the work', async () => {
    expect(await replays.once(request('failed'), async () => err('refused'))).toEqual({
      kind: 'done',
      result: err('refused'),
    });
    await expect(replays.once(request('failed'), () => Promise.reject(new Error('crashed')))).rejects.toThrow();
    expect(await replays.once(request('failed'), accept)).toEqual({ kind: 'done', result: ok(accepted) });
  });
});

describe('the replay cache in DynamoDB', () => {
  it('holds no secret of the order', async () => {
    await powertoolsReplays(client, 'idempotency').once(request('secret'), accept);
    const { Items = [] } = await client.send(new ScanCommand({ TableName: 'idempotency' }));
    expect(JSON.stringify(Items)).not.toContain('tok_');
  });

  it('returns the answer if the cache fails after the work', async () => {
    const TableName = await newTable('idempotency');
    const replays = powertoolsReplays(client, TableName);
    const answer = await replays.once(request('k'), async () => {
      await client.send(new DeleteTableCommand({ TableName }));
      return ok(accepted);
    });
    expect(answer).toEqual({ kind: 'done', result: ok(accepted) });
  });

  it('fails transiently if the cache fails before the work', async () => {
    const broken = powertoolsReplays(client, 'no-such-table');
    await expect(broken.once(request('k'), accept)).rejects.toMatchObject({ name: 'TransientError' });
  });
});
