import { deadLetterTopic, type Topic, topicNames, topics } from '../../../schemas/catalogue.ts';
import { wantedBy } from '../kafka/accepted-by.ts';
import type { StoredRecord } from '../kafka/simulated-kafka.ts';
import type { Watcher } from '../world/run-plan.ts';
import type { World } from '../world/world.ts';
import { isEmitted } from './first-occurrences.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('all processed');

const knownTypes: ReadonlySet<unknown> = new Set(
  topicNames.flatMap((name): readonly string[] => topics[name].eventTypes),
);

const commands: ReadonlySet<unknown> = new Set<string>(topics['inventory.commands'].eventTypes);

/** Whether no consumer can read its type, or the ledger its command. */
const isUnreadable = ({ json, topic }: StoredRecord): boolean => {
  if (typeof json !== 'object' || json === null) return true;
  const type: unknown = Reflect.get(json, 'type');
  return !knownTypes.has(type) || (topic === 'inventory.commands' && commands.has(type));
};

/** How often its consumers dead-lettered a record. */
const lettersOf = (world: World, { topic, partition, offset }: StoredRecord): number =>
  world.kafka
    .records(`${topic}.dlq`)
    .filter(({ headers }) => headers['dlq-partition'] === String(partition) && headers['dlq-offset'] === String(offset))
    .length;

/** Drained, each group is at the end of its topic, and has dead-lettered what cannot be read: each by itself. */
export const allProcessed = (): Watcher => ({
  end: (world) => {
    for (const { topic, group, lag, deadLettered: deadLetters } of world.sources) {
      require(lag === 0, () => `${group} is ${lag} records behind`);
      const envelopes = world.kafka
        .records(deadLetterTopic(topic))
        .filter(({ headers }) => Object.keys(headers).length === 0);
      require(envelopes.length >= deadLetters.length, () =>
        `${group} has dead-lettered ${deadLetters.length} records, and kept ${envelopes.length}`);
    }
    for (const topic of topicNames) {
      const { consumers }: Topic = topics[topic];
      const present = consumers.filter(({ group }) => world.sources.some((source) => source.group === group));
      const filters = present.map(wantedBy);
      for (const record of world.kafka.records(topic)) {
        if (isEmitted(record) || !isUnreadable(record)) continue;
        const letters = lettersOf(world, record);
        const delivered = filters.filter((isWanted) => isWanted(record)).length;
        require(letters >= delivered, () =>
          `${topic}-${record.partition}@${record.offset} was dead-lettered ${letters} times, by ${delivered} groups: ${record.value}`);
      }
    }
  },
});
