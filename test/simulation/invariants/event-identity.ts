import type { Adjust, AuditRecorded } from '../../../schemas/generated/types.ts';
import type { StoredRecord } from '../kafka/simulated-kafka.ts';
import type { Watcher } from '../world/run-plan.ts';
import type { World } from '../world/world.ts';
import { type AnyEvent, eventOf, firstOccurrences, isEmitted } from './first-occurrences.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('event identity');

const withoutOffset = ({
  partition: _partition,
  offset: _offset,
  ...ref
}: AuditRecorded['payload_ref']): Partial<AuditRecorded['payload_ref']> => ref;

/**
 * A fact that was emitted twice is recorded in the audit trail from both places, under one id: the record keeps the first. Where it lies
 * and when Kafka got it differ, and nothing else.
 */
const withoutPlace = ({ json, key }: StoredRecord): string => {
  const { payload_ref, more_facts = [], timestamp: _, ...rest } = json as AuditRecorded;
  const more = more_facts.map((fact) => ({ ...fact, payload_ref: withoutOffset(fact.payload_ref) }));
  return JSON.stringify([key, rest, withoutOffset(payload_ref), more]);
};

/**
 * An adjustment that is asked for again is another request, of another time: the ledger answers it by the name of the adjustment,
 * and its own event has the same bytes.
 */
const withoutTime = ({ json, key }: StoredRecord): string => {
  const { timestamp: _, ...rest } = json as Adjust;
  return JSON.stringify([key, rest]);
};

const essences: Readonly<Partial<Record<AnyEvent['type'], (record: StoredRecord) => string>>> = {
  AUDIT_RECORDED: withoutPlace,
  ADJUST: withoutTime,
};

const headersOf = ({ headers }: StoredRecord): string => JSON.stringify(headers);

/**
 * A payment that was restored from a backup has lost when things happened: its facts, and what others derive from them, have the
 * time at which they were found again.
 */
const isOfRestored = ({ restored }: World, event: AnyEvent): boolean =>
  'order_id' in event && event.order_id !== undefined && restored.has(event.order_id);

/** Copies of an event have one place, one key, and the same bytes. An emitted event has an id and a key that are its own. */
export const eventIdentity = (): Watcher => ({
  begin: (world) => {
    const { plan } = world;
    const poison = new Set(
      plan.actions.flatMap((action) =>
        action.kind === 'poison' ? [JSON.stringify([action.topic, action.key, action.value])] : [],
      ),
    );
    const occurrences = firstOccurrences(world);
    world.onAppend.push((record) => {
      const { topic, key, value, partition } = record;
      if (topic.endsWith('.dlq')) return;
      if (!isEmitted(record)) {
        require(poison.has(JSON.stringify([topic, key, value])), () => `No plan wrote ${value} to ${topic}`);
        return;
      }
      const event = eventOf(record);
      const { event_id: id, type } = event;
      require(record.headers['ce_id'] === id, () => `${type} ${id} has the header ce_id ${record.headers['ce_id']}`);
      const first = occurrences.find(id);
      if (first === undefined || first === record) return;
      require(first.topic === topic && first.key === key && first.partition === partition, () =>
        `${type} ${id} is in ${first.topic}-${first.partition} of ${first.key} and in ${topic}-${partition} of ${key}`);
      if (isOfRestored(world, event)) return;
      const essence = essences[event.type];
      if (essence !== undefined) {
        require(essence(first) === essence(record), () => `${type} ${id} was ${first.value}, is ${value}`);
        return;
      }
      require(first.value === value, () => `${type} ${id} was ${first.value}, is ${value}`);
      require(headersOf(first) === headersOf(record), () =>
        `${type} ${id} had the headers ${headersOf(first)}, now ${headersOf(record)}`);
    });
  },
});
