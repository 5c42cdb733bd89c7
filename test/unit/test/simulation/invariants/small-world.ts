import { readFileSync } from 'node:fs';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { eventId } from '../../../../../functions/shared/kernel/ids.ts';
import { keyOf, topicOf } from '../../../../../functions/shared/runtime/idioms/domain-event.ts';
import type { EventByType, EventType } from '../../../../../schemas/generated/types.ts';
import type { TableName } from '../../../../../schemas/tables.ts';
import { SimulatedDynamoDb } from '../../../../simulation/dynamodb/simulated-dynamodb.ts';
import { SimulatedKafka } from '../../../../simulation/kafka/simulated-kafka.ts';
import { FaultInjector } from '../../../../simulation/kernel/fault-injector.ts';
import { drawPlan } from '../../../../simulation/plan/draw-plan.ts';
import type { Modes, Plan } from '../../../../simulation/plan/plan.ts';
import type { Watcher } from '../../../../simulation/world/run-plan.ts';
import { tableDefinitions } from '../../../../simulation/world/settings.ts';
import { startsAt, type World } from '../../../../simulation/world/world.ts';

export const orderId = 'a93ca007-4bac-5be3-b307-5033fd754370';

const fileOf = (type: string): URL =>
  new URL(
    `../../../../../schemas/examples/${topicOf(type)}/${type.toLowerCase().replaceAll('_', '-')}.json`,
    import.meta.url,
  );

/** The example of an event, changed, with the id that one of an order has. @param discriminator of its id. */
export const eventLike = <T extends EventType>(
  type: T,
  changes: Partial<EventByType[T]> = {},
  discriminator?: string,
): EventByType[T] => {
  const example = JSON.parse(readFileSync(fileOf(type), 'utf8')) as EventByType[T];
  return { ...example, event_id: eventId(orderId, type, discriminator), ...changes };
};

/** Nothing but what an invariant looks at. Whatever it objects to is thrown where it is done. */
export class SmallWorld {
  readonly world: World;
  readonly #watcher: Watcher;
  readonly #kafka = new SimulatedKafka({ partitions: 1, now: () => startsAt });
  readonly #database: SimulatedDynamoDb;

  constructor(watcher: Watcher, plan: Partial<Omit<Plan, 'modes'>> & { readonly modes?: Partial<Modes> } = {}) {
    const onCommit: World['onCommit'] = [];
    const onAppend: World['onAppend'] = [];
    const { modes } = drawPlan(1);
    this.#watcher = watcher;
    this.#database = new SimulatedDynamoDb(tableDefinitions, {
      onCommit: (changes) => {
        for (const listener of onCommit) listener(changes);
      },
    });
    this.#kafka.onAppend = (record) => {
      for (const listener of onAppend) listener(record);
    };
    const looked = {
      ...{ onCommit, onAppend, onAccepted: [], database: this.#database, kafka: this.#kafka },
      ...{
        clients: { orders: new Map() },
        delivered: [],
        differences: [],
        restored: new Set(),
        unbooked: new Set(),
        sources: [],
        faults: new FaultInjector([]),
      },
      machine: { serving: undefined },
      plan: {
        ...{ seed: 1, skus: [], actions: [], faults: [], ...plan },
        modes: { ...modes, skewMs: 0, networkMs: 5, provider: 'log', bystanders: true, ...plan.modes },
      },
    };
    // As much of a world as invariants look at.
    this.world = looked as unknown as World;
    watcher.begin?.(this.world);
  }

  put(table: TableName, Item: object): void {
    this.#database.execute(new PutCommand({ TableName: table, Item: { ...Item } }));
  }

  remove(table: TableName, Key: Readonly<Record<string, string>>): void {
    this.#database.execute(new DeleteCommand({ TableName: table, Key }));
  }

  /** @param as otherwise than by its event. */
  emit(event: EventByType[EventType], as: Partial<Parameters<SimulatedKafka['append']>[0]> = {}): void {
    const headers = { ce_id: event.event_id };
    this.#kafka.append({ topic: topicOf(event.type), key: keyOf(event), value: JSON.stringify(event), headers, ...as });
  }

  /** As a foreign producer writes. */
  pour(topic: string, value: string | null, headers: Readonly<Record<string, string>> = {}): void {
    this.#kafka.append({ topic, key: 'A', value, headers });
  }

  end(): void {
    this.#watcher.end?.(this.world);
  }
}
