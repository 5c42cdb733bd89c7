import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pollersOf } from '../../../../lib/config/consumer-load.ts';
import { invocationsAtOnce } from '../../../../lib/config/poller-limits.ts';
import { stageConfig } from '../../../../lib/config/stages.ts';
import { type Consumer, topicNames, topics } from '../../../../schemas/catalogue.ts';

it('docs/scaling.md tells the pollers of prod as they are', () => {
  const page = readFileSync(new URL('../../../../docs/scaling.md', import.meta.url), 'utf8');
  const told = [...page.matchAll(/^\| `([\w.-]+)` +\| (\d+) +\| (\d+) +\| (\d+) +\| (\d+) +\|$/gm)].map(
    ([, group, ...numbers]) => [group, ...numbers.map(Number)],
  );
  const derived = topicNames.flatMap((topic) => {
    const { partitions } = topics[topic];
    return topics[topic].consumers.map((consumer: Consumer) => {
      const limits = pollersOf(topic, consumer, stageConfig('prod').consumers);
      return [consumer.group, partitions, limits.minimum, limits.maximum, invocationsAtOnce(partitions, limits)];
    });
  });
  expect(told).toEqual(derived);
});
