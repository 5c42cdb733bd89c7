import type { Metadata } from '../../../../schemas/generated/types.ts';
import { type TopicName, topicNames, topics } from '../../../../schemas/topics.ts';

/** The fields of every event; its schema has the rest (`schemas/generated/types.ts`). */
export interface DomainEvent {
  readonly type: string;
  /** Derived (`kernel/ids.ts`), so that a re-emitted event keeps its id. */
  readonly event_id: string;
  /** RFC 3339 UTC with milliseconds: the time at which the state recorded it, not of its send. */
  readonly timestamp: string;
  readonly trace_id: string;
  readonly metadata: Metadata;
}

const topicByType: ReadonlyMap<string, TopicName> = new Map(
  topicNames.flatMap((name) => topics[name].eventTypes.map((type): [string, TopicName] => [type, name])),
);

/** The topic that the catalogue declares for an event type. @throws {RangeError} the catalogue has no such type. */
export const topicOf = (type: string): TopicName => {
  const topic = topicByType.get(type);
  if (topic === undefined) throw new RangeError(`No topic of the catalogue carries events of type "${type}"`);
  return topic;
};

/** The record key: the field that the catalogue declares for the event's topic. @throws {RangeError} the event lacks it. */
export const keyOf = (event: DomainEvent): string => {
  const field = topics[topicOf(event.type)].key;
  const key: unknown = Reflect.get(event, field);
  if (typeof key !== 'string' || key === '')
    throw new RangeError(`Event ${event.event_id} (${event.type}) has no "${field}"`);
  return key;
};
