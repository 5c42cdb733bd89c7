// Also tests functions/shared/runtime/dynamodb
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamodbLastErrorReader } from '../../../../../functions/ops/dead-letters/last-errors.dynamodb.ts';
import type { FailedPlace } from '../../../../../functions/ops/dead-letters/ports.ts';
import { dynamodbLastErrors } from '../../../../../functions/shared/runtime/dynamodb/last-errors.dynamodb.ts';
import { noDeadline } from '../../../../../functions/shared/runtime/idioms/idiom.ts';
import type { FailedRange } from '../../../../../functions/shared/runtime/idioms/last-errors.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { deadLetter } from '../../../../../schemas/catalogue.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';

const topic = 'orders.created';
const daySeconds = 86_400;

describe('last errors in DynamoDB', () => {
  const { client, newTable } = dynamodbLocal();
  let table: string;
  let clock: FixedClock;

  beforeEach(async () => {
    table = await newTable('failures');
    clock = new FixedClock();
  });

  const keep = (principal: string, ...ranges: readonly Partial<FailedRange>[]) =>
    dynamodbLastErrors({ client: () => client, table, principal, clock }).keep(
      ranges.map((range) => ({
        ...{ topic, partition: 0, from: 0, to: 0, error: new TransientError('why') },
        ...range,
      })),
      noDeadline,
    );
  const place = (offset: number, more: Partial<FailedPlace> = {}): FailedPlace => ({
    ...{ principal: 'order', topic, partition: 0, offset },
    ...more,
  });
  const of = async (...places: readonly FailedPlace[]) =>
    (await dynamodbLastErrorReader(client, table).of(places)).map((last) => last?.error);
  const items = async () => (await client.send(new ScanCommand({ TableName: table }))).Items ?? [];

  it('cover the records of a range, of one consumer and partition', async () => {
    await keep('order', { from: 99, to: 1_000, error: new TransientError('throttled') });
    const found = await of(
      ...[place(98), place(99), place(1_000), place(1_001)],
      ...[place(99, { partition: 1 }), place(99, { principal: 'payment' }), place(99, { topic: 'orders.audit' })],
    );
    const error = 'TransientError: throttled';
    expect(found).toEqual([undefined, error, error, undefined, undefined, undefined, undefined]);
    expect(await of()).toEqual([]);
  });

  it('are the latest, of the same range and of ranges with other bounds', async () => {
    await keep('order', { from: 10, to: 30, error: new TransientError('first') });
    clock.advance(1_000);
    await keep('order', { from: 10, to: 30, error: new TransientError('second') });
    clock.advance(1_000);
    // Bisected after the retries of the whole batch.
    await keep('order', { from: 10, to: 20, error: new TransientError('third') });
    expect(await of(place(10), place(20), place(21))).toEqual([
      'TransientError: third',
      'TransientError: third',
      'TransientError: second',
    ]);
    const [last] = await dynamodbLastErrorReader(client, table).of([place(30)]);
    expect(last?.at).toBe('2026-11-22T06:00:01.000Z');
  });

  it('are one item per partition, truncated and redacted, and outlive the letters', async () => {
    const error = new TransientError(`ada@example.org ${'x'.repeat(2_000)}`);
    await keep('order', { from: 1, to: 2_000, error }, { partition: 3, error });
    const kept = await items();
    expect(kept).toHaveLength(2);
    for (const item of kept) {
      expect(JSON.stringify(item)).not.toContain('ada@');
      expect(JSON.stringify(item).length).toBeLessThan(1_000);
      const days = (item['expires_at'] - clock.now().getTime() / 1_000) / daySeconds;
      expect(days).toBeGreaterThan(deadLetter.retentionDays);
    }
  });

  it('are lost silently if the table refuses them or no time is left', async () => {
    const lost = dynamodbLastErrors({ client: () => client, table: 'no-such-table', principal: 'order', clock });
    const range = { topic, partition: 0, from: 0, to: 0, error: 'why' };
    await lost.keep([range], noDeadline);
    const late = dynamodbLastErrors({ client: () => client, table, principal: 'order', clock });
    await late.keep([range], { remainingMs: () => 900 });
    expect(await items()).toEqual([]);
  });
});
