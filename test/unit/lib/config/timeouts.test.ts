import { describe, expect, it } from 'vitest';
import { stageConfig, stageNames } from '../../../../lib/config/stages.ts';
import { type Consumer, topicNames, topics } from '../../../../schemas/catalogue.ts';
import { functions } from '../../../../schemas/functions/functions.ts';
import { routes } from '../../../../schemas/routes.ts';

const consumers = [
  ...new Set(topicNames.flatMap((topic) => topics[topic].consumers.map((consumer: Consumer) => consumer.function))),
];
const timeouts: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(functions).map(([name, { timeoutSeconds }]) => [name, timeoutSeconds]),
);

/** Lambda's limit for what a Kafka event source mapping feeds: 14 minutes. */
const longest = 14 * 60;

/** A request to DynamoDB that hangs: three attempts, each with a second to connect and four to answer. */
const stuckRequest = 3 * (1 + 4);
/** A send to Kafka may take so long, and leaves half a second. */
const stuckSend = 10.5;

describe('timeouts', () => {
  it.each(consumers)('of %s end before Lambda’s limit for Kafka, and after a stuck read, write and send', (name) => {
    expect(timeouts[name]).toBeLessThan(longest);
    expect(timeouts[name]).toBeGreaterThan(2 * stuckRequest + stuckSend);
  });

  it.each(stageNames)('of what charges leave time in %s for a whole step at the gateway', (stage) => {
    // Look-up and charge, two requests each.
    const step = 4 * (stageConfig(stage).payment.timeoutMs / 1_000) + 5;
    expect(timeouts['payment/charge']).toBeGreaterThan(stuckRequest + step + stuckSend);
    expect(timeouts['payment/reconcile']).toBeGreaterThan(stuckRequest + step + stuckSend);
  });

  it('of what answers HTTP are API Gateway’s', () => {
    for (const { function: name } of Object.values(routes)) expect(timeouts[name]).toBeLessThanOrEqual(29);
  });
});
