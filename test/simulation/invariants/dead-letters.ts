import type { StoredRecord } from '../kafka/simulated-kafka.ts';
import type { Watcher } from '../world/run-plan.ts';
import { isEmitted } from './first-occurrences.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('dead letters');

/** What a letter is of: the record where its handler found it. */
interface Letter {
  readonly source: string;
  readonly partition: number;
  readonly offset: number;
  readonly cause: string;
}

const letterOf = ({ headers }: StoredRecord): Letter => ({
  source: headers['dlq-source-topic'] ?? '',
  partition: Number(headers['dlq-partition']),
  offset: Number(headers['dlq-offset']),
  cause: headers['dlq-cause'] ?? '',
});

/**
 * Only what cannot be read is dead-lettered. Services never emit what cannot happen: what they emit comes from the state, and
 * the state answers whatever comes late, twice, or days later out of a dead-letter queue. Nor does an event source ever exhaust
 * the retries of a record: what goes wrong here passes.
 */
export const deadLetters = (): Watcher => ({
  begin: (world) =>
    void world.onAppend.push((letter) => {
      const { topic, headers, key, value } = letter;
      if (!topic.endsWith('.dlq')) return;
      if (headers['dlq-cause'] === undefined) {
        require(world.plan.modes.attempts !== undefined, () => `An event source dead-lettered: ${value}`);
        return;
      }
      const { source, partition, offset, cause } = letterOf(letter);
      require(topic === `${source}.dlq`, () => `A dead letter of ${source} is on ${topic}`);
      const record = world.kafka.partitions(source)[partition]?.[offset];
      require(record !== undefined, () => `Dead-lettered is ${source}-${partition}@${offset}, where nothing is`);
      require(record.key === key && record.value === value, () =>
        `Dead-lettered is ${value}, which was ${record.value}`);
      const { faults, modes, actions } = world.plan;
      const isDefective = modes.invalid !== undefined || faults.some(({ kind }) => kind === 'defect');
      // Until its stock is rebuilt.
      const isStopped = cause.startsWith('OutdatedStock:') && actions.some(({ kind }) => kind === 'restore stock');
      require(!isEmitted(record) || isDefective || isStopped, () => `Dead-lettered is ${value}: ${cause}`);
    }),
});
