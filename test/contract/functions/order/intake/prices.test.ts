import { BatchGetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { dynamoPrices } from '../../../../../functions/order/intake/prices.dynamodb.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';

describe('prices in DynamoDB', () => {
  const { client, newClient } = dynamodbLocal('prices');
  const skus = Array.from({ length: 250 }, (_, index) => `SKU-${index}`);
  const put = (sku: string, unit_price: number) =>
    client.send(
      new PutCommand({ TableName: 'prices', Item: { sku, name: `Name of ${sku}`, unit_price, currency: 'GBP' } }),
    );

  beforeAll(async () => {
    for (const [index, sku] of skus.entries()) await put(sku, index);
  });

  /** Prices with a clock of their own, and a count of their requests. */
  const open = () => {
    let requests = 0;
    const counted = newClient();
    counted.middlewareStack.add(
      (next) => (args) => {
        requests += 1;
        return next(args);
      },
      { step: 'initialize', name: 'count' },
    );
    const clock = new FixedClock();
    return { prices: dynamoPrices(counted, 'prices', clock), clock, requests: () => requests };
  };

  it('reads more than one request can hold', async () => {
    const { prices, requests } = open();
    const found = await prices.of(skus);
    expect(found.size).toBe(250);
    expect(found.get('SKU-249')).toEqual({ unit_price: 249, currency: 'GBP' });
    expect(requests()).toBe(3);
  });

  it('returns no price for an unknown SKU', async () => {
    const { prices } = open();
    expect([...(await prices.of(['NONE', 'SKU-7'])).keys()]).toEqual(['SKU-7']);
    expect((await prices.of([])).size).toBe(0);
  });

  it('reads a price once a minute', async () => {
    const { prices, clock, requests } = open();
    await prices.of(['SKU-1', 'SKU-2']);
    await prices.of(['SKU-2']);
    expect(requests()).toBe(1);
    await put('SKU-2', 4_200);
    clock.advance(60_001);
    expect((await prices.of(['SKU-2'])).get('SKU-2')?.unit_price).toBe(4_200);
  });

  it('finds a new SKU within seconds', async () => {
    const { prices, clock, requests } = open();
    await prices.of(['NEW']);
    await prices.of(['NEW']);
    expect(requests()).toBe(1);
    await put('NEW', 5);
    clock.advance(2_001);
    expect((await prices.of(['NEW'])).get('NEW')?.unit_price).toBe(5);
  });

  it('retries unprocessed keys', async () => {
    let throttled = 2;
    const throttling = newClient();
    throttling.middlewareStack.add(
      (next, context) => async (args) => {
        const answer = await next(args);
        if (context.commandName !== BatchGetCommand.name || throttled-- <= 0) return answer;
        const UnprocessedKeys = { prices: { Keys: [{ sku: 'SKU-3' }] } };
        return { ...answer, output: Object.assign(answer.output, { Responses: {}, UnprocessedKeys }) };
      },
      { step: 'initialize', name: 'throttle' },
    );
    const found = await dynamoPrices(throttling, 'prices', new FixedClock()).of(['SKU-3']);
    expect(found.get('SKU-3')?.unit_price).toBe(3);
  });
});
