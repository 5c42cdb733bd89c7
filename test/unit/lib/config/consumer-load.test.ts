import { describe, expect, it } from 'vitest';
import { consumerConcurrency, pollersOf } from '../../../../lib/config/consumer-load.ts';
import { recordAge } from '../../../../lib/config/record-age.ts';
import { reservedConcurrency } from '../../../../lib/config/reserved-concurrency.ts';
import { stageConfig, stageNames } from '../../../../lib/config/stages.ts';
import { type Consumer, type Topic, topicNames, topics } from '../../../../schemas/catalogue.ts';
import { functionNames } from '../../../../schemas/functions/functions.ts';

const prod = stageConfig('prod');
const mappings = topicNames.flatMap((topic) => {
  const consumers: readonly Consumer[] = topics[topic].consumers;
  return consumers.map((consumer) => ({ topic, consumer, group: consumer.group }));
});

/** Of an account with default quotas: 1,000, of which 100 stay unreserved. */
const reservable = 900;
/** Of one group of pollers. */
const pollersOfGroup = 2_000;

describe.each(stageNames)('%s', (stage) => {
  const { consumers } = stageConfig(stage);

  it.each(mappings)('$group can be polled for what the stage is built for', ({ topic, consumer }) => {
    const { minimum, maximum } = pollersOf(topic, consumer, consumers);
    expect(minimum).toBeGreaterThanOrEqual(consumers.pollers.minimum);
    expect(maximum).toBeGreaterThanOrEqual(minimum);
    expect(maximum).toBeLessThanOrEqual(Math.min(consumers.pollers.maximum, topics[topic].partitions));
  });

  it('reserves no more than an account has', () => {
    const reserved = functionNames.map((name) => reservedConcurrency(name, stageConfig(stage)) ?? 0);
    expect(reserved.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(reservable);
  });

  it('has no more pollers than one group may', () => {
    const most = mappings.map(({ topic, consumer }) => pollersOf(topic, consumer, consumers).maximum);
    expect(most.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(pollersOfGroup);
  });
});

describe('concurrency', () => {
  it('of a consumer is that of its pollers, together', () => {
    const { consumers } = prod;
    expect(consumerConcurrency('order/saga', consumers)).toBeGreaterThan(
      consumerConcurrency('inventory/ledger', consumers),
    );
    expect(reservedConcurrency('inventory/ledger', prod)).toBe(consumerConcurrency('inventory/ledger', consumers));
    // Six partitions, at any number of pollers.
    expect(consumerConcurrency('audit/record', consumers)).toBe(6);
  });

  it('of a function that no topic feeds is the stage’s, and nothing where it reserves none', () => {
    expect(consumerConcurrency('order/intake', prod.consumers)).toBe(0);
    expect(reservedConcurrency('order/sweep', prod)).toBe(1);
    expect(reservedConcurrency('order/sweep', stageConfig('dev'))).toBeUndefined();
    expect(reservedConcurrency('order/saga', stageConfig('dev'))).toBeUndefined();
  });
});

describe('recordAge', () => {
  it.each(topicNames)('of %s ends before the topic drops the record, within what Lambda takes', (name) => {
    const { retentionDays }: Topic = topics[name];
    const seconds = recordAge(retentionDays);
    expect(seconds).toBeLessThan(retentionDays * 86_400);
    expect(seconds).toBeGreaterThanOrEqual(86_400);
    expect(seconds).toBeLessThanOrEqual(604_800);
  });
});
