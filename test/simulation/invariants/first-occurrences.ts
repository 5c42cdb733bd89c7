import type { EventByType } from '../../../schemas/generated/types.ts';
import type { StoredRecord } from '../kafka/simulated-kafka.ts';
import type { World } from '../world/world.ts';

export type AnyEvent = EventByType[keyof EventByType];

/** Whether a service emitted it: what is poured in from outside has no headers, and dead letters are on topics of their own. */
export const isEmitted = ({ headers, topic }: StoredRecord): boolean =>
  headers['ce_id'] !== undefined && !topic.endsWith('.dlq');

/** The event of a record that a service emitted. */
export const eventOf = ({ json }: StoredRecord): AnyEvent => json as AnyEvent;

type Listener = (record: StoredRecord, event: AnyEvent) => void;

/** The emitted events, each where it was emitted first: most invariants do not care how often. */
class FirstOccurrences {
  readonly #byId = new Map<string, StoredRecord>();
  readonly #byTopic = new Map<string, StoredRecord[]>();
  readonly #listeners: Listener[] = [];

  /** Of a topic, in the order in which they were emitted. */
  of(topic: string): readonly StoredRecord[] {
    return this.#byTopic.get(topic) ?? [];
  }

  find(eventId: string): StoredRecord | undefined {
    return this.#byId.get(eventId);
  }

  /** Called with each as it is emitted. */
  listen(listener: Listener): void {
    this.#listeners.push(listener);
  }

  add(record: StoredRecord): void {
    if (!isEmitted(record)) return;
    const event = eventOf(record);
    const { event_id } = event;
    if (this.#byId.has(event_id)) return;
    this.#byId.set(event_id, record);
    const known = this.#byTopic.get(record.topic);
    if (known === undefined) this.#byTopic.set(record.topic, [record]);
    else known.push(record);
    for (const listener of this.#listeners) listener(record, event);
  }
}

const byWorld = new WeakMap<World, FirstOccurrences>();

/** Those of a world: all invariants share them. Requested before anything is emitted. */
export const firstOccurrences = (world: World): FirstOccurrences => {
  const known = byWorld.get(world);
  if (known !== undefined) return known;
  const created = new FirstOccurrences();
  byWorld.set(world, created);
  world.onAppend.push((record) => created.add(record));
  return created;
};
