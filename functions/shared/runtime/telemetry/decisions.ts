import type { DomainEvent } from '../idioms/domain-event.ts';
import type { BatchOutcome, Received } from '../idioms/idiom.ts';
import { spanIdOf } from './trace-context.ts';

/** Most ids in a log line: an order of hundreds of lines is one line of the log. */
const loggedIds = 16;

/** The outcome of one order's records in one batch: a line of the log, and a span of the order's trace. */
export interface Decision {
  readonly outcome: 'emitted' | 'nothing' | 'rejected' | 'failed';
  readonly order_id?: string;
  readonly correlation_id: string;
  readonly trace_id: string;
  /** Absent if nothing was emitted. */
  readonly span_id?: string;
  /** Of the last record. This and its place are absent if a schedule decided. */
  readonly parent_span_id?: string;
  readonly topic?: string;
  readonly partition?: number;
  readonly offset?: number;
  /** Time of the oldest record in Kafka. */
  readonly waited_ms?: number;
  /** Counts by type, and the first ids. */
  readonly received: Readonly<Record<string, number>>;
  readonly causes: readonly string[];
  readonly emitted: Readonly<Record<string, number>>;
  readonly events: readonly string[];
}

const orderOf = (event: DomainEvent): string | undefined => {
  const order: unknown = Reflect.get(event, 'order_id');
  return typeof order === 'string' ? order : undefined;
};

const keyOf = (event: DomainEvent): string => orderOf(event) ?? event.metadata.correlation_id;

const countByType = (events: readonly DomainEvent[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(events, ({ type }) => type)].map(([type, some]) => [type, some.length]));

const idsOf = (events: readonly DomainEvent[]): readonly string[] =>
  events.slice(0, loggedIds).map(({ event_id }) => event_id);

/** @param now milliseconds since the epoch. */
export const decisionsOf = <E extends DomainEvent>(
  received: readonly Received<E>[],
  { emit, failed, rejected }: BatchOutcome<E>,
  now: number,
): readonly Decision[] => {
  const [failures, rejections] = [failed, rejected].map((some) => new Set(some.map((one) => one.received)));
  const came = Map.groupBy(received, ({ event }) => keyOf(event));
  const emitted = Map.groupBy(emit, keyOf);
  return [...new Set([...came.keys(), ...emitted.keys()])].flatMap((key): readonly Decision[] => {
    const [causes, events] = [came.get(key) ?? [], emitted.get(key) ?? []];
    const [last, first] = [causes.at(-1), events[0]];
    const about = last?.event ?? first;
    if (about === undefined) return [];
    const order_id = orderOf(about);
    const outcome = () => {
      if (causes.some((one) => failures?.has(one))) return 'failed';
      if (causes.some((one) => rejections?.has(one))) return 'rejected';
      return events.length > 0 ? 'emitted' : 'nothing';
    };
    return [
      {
        outcome: outcome(),
        ...(order_id !== undefined && { order_id }),
        correlation_id: about.metadata.correlation_id,
        trace_id: about.trace_id,
        ...(first && { span_id: spanIdOf(first.event_id) }),
        ...(last && {
          parent_span_id: spanIdOf(last.event.event_id),
          topic: last.record.topic,
          partition: last.record.partition,
          offset: last.record.offset,
          waited_ms: Math.max(0, now - Math.min(...causes.map(({ record }) => record.timestamp))),
        }),
        received: countByType(causes.map(({ event }) => event)),
        causes: idsOf(causes.map(({ event }) => event)),
        emitted: countByType(events),
        events: idsOf(events),
      },
    ];
  });
};
