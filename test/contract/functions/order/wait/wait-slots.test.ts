import { beforeEach, describe, expect, it } from 'vitest';
import type { WaitSlots } from '../../../../../functions/order/model/ports.ts';
import { dynamoWaitSlots } from '../../../../../functions/order/wait/wait-slots.dynamodb.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';

describe('the slots of waiting clients in DynamoDB', () => {
  const dynamodb = dynamodbLocal('waits');
  let slots: WaitSlots;
  let clock: FixedClock;
  let clients = 0;
  let client: string;

  beforeEach(() => {
    clients += 1;
    client = `key:${clients}`;
    clock = new FixedClock();
    slots = dynamoWaitSlots(dynamodb.client, 'waits', {
      clock,
      perClient: 3,
      random: Math.random,
    });
  });
  const take = (of = client) => slots.take(of, 20_000);

  it('are bounded per client, also under concurrent takes', async () => {
    const releases = await Promise.all(Array.from({ length: 12 }, () => take()));
    const taken = releases.filter((release) => release !== undefined);
    expect(taken).toHaveLength(3);
    expect(await take()).toBeUndefined();
    expect(await take('key:other')).toBeDefined();
    await taken[1]?.();
    expect(await take()).toBeDefined();
    expect(await take()).toBeUndefined();
  });

  it('are free again some seconds after the wait of a crashed invocation', async () => {
    await Promise.all([take(), take(), take()]);
    clock.advance(20_000);
    expect(await take()).toBeUndefined();
    clock.advance(5_001);
    expect(await take()).toBeDefined();
  });

  it('are not released by a former holder', async () => {
    const late = await Promise.all([take(), take(), take()]);
    clock.advance(30_000);
    await Promise.all([take(), take(), take()]);
    for (const release of late) await release?.();
    expect(await take()).toBeUndefined();
  });
});
