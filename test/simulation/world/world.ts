import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { LedgerEntry } from '../../../functions/payment/gateway/simulated/simulated-ledger.ts';
import { simulatedStatement } from '../../../functions/payment/gateway/simulated/statement.simulated.ts';
import { verifyStripeEvent } from '../../../functions/payment/webhook/signature.stripe.ts';
import { TransientError } from '../../../functions/shared/runtime/idioms/transient-error.ts';
import { type Consumer, groupsSeenBy, type TopicName, topicNames, topics } from '../../../schemas/catalogue.ts';
import { signingSecret } from '../../support/stripe-events.ts';
import { FaultyDynamoDb } from '../dynamodb/faulty-dynamodb.ts';
import type { ItemChange } from '../dynamodb/simulated-dynamodb.ts';
import { SimulatedEventSource } from '../kafka/simulated-event-source.ts';
import { SimulatedKafka, type StoredRecord } from '../kafka/simulated-kafka.ts';
import { simulatedProducer } from '../kafka/simulated-producer.ts';
import { FaultInjector } from '../kernel/fault-injector.ts';
import { Moments } from '../kernel/moments.ts';
import { Random } from '../kernel/random.ts';
import { Scheduler } from '../kernel/scheduler.ts';
import { type Machine, SimulatedProcess } from '../kernel/simulated-process.ts';
import type { Plan } from '../plan/plan.ts';
import { Clients, type KnownOrder } from './clients.ts';
import { type ComposedFunction, compositions, type SimulatedDependencies } from './composition.ts';
import { clientOf, directClient } from './document-client.ts';
import { type ExecutionEnvironment, FunctionPool } from './function-pool.ts';
import { GatewayEvents, ownerInBooks } from './gateway-events.ts';
import { InvalidEvents } from './invalid-events.ts';
import { environmentOf, isBystander, tableDefinitions } from './settings.ts';
import { gatewayOf, remoteGateway } from './simulated-payment-gateway.ts';
import { type Delivered, loggingProvider, mailbox } from './simulated-provider.ts';
import { SimulatedStripe } from './simulated-stripe.ts';

/** Of the stages. */
const usualAttempts = 100;

/** When every run begins. */
export const startsAt = Date.parse('2026-11-22T06:00:00.000Z');

/** The type of a record. */
export const typeOf = (json: unknown): string | undefined => {
  const type: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'type') : undefined;
  return typeof type === 'string' ? type : undefined;
};

export type Narrate = (at: number, who: string, what: string) => void;

/** The whole platform with everything around it, simulated, for one plan. */
export class World {
  readonly plan: Plan;
  readonly scheduler = new Scheduler(startsAt);
  readonly moments = new Moments();
  readonly faults: FaultInjector;
  readonly database: FaultyDynamoDb;
  readonly kafka: SimulatedKafka;
  readonly sources: readonly SimulatedEventSource[];
  readonly pool: FunctionPool;
  readonly clients: Clients;
  /** Undefined where the gateway sends none. */
  readonly gatewayEvents: GatewayEvents | undefined;
  readonly invalidEvents: InvalidEvents;
  /** Undefined where the gateway is the simulated one. */
  readonly stripe: SimulatedStripe | undefined;
  /** What the logging provider sent. */
  readonly delivered: Delivered[] = [];
  /** Differences that the comparison with the gateway's statement found. */
  readonly differences: string[] = [];
  readonly machine: Machine;
  /** Orders whose payment was restored from a backup: what it stored and emitted is lost. */
  readonly restored = new Set<string>();
  /** An operator restores or rebuilds the stocks: what is written meanwhile is no outcome. */
  stocksAreRestored = false;
  /** Orders whose charge the gateway's own books have lost. */
  readonly unbooked = new Set<string>();
  /** Called with each commit of the database, and of each record of Kafka, at the moment it is done. */
  readonly onCommit: ((changes: readonly ItemChange[]) => void)[] = [];
  readonly onAppend: ((record: StoredRecord) => void)[] = [];
  /** Called with each order that a client is answered 201 for. */
  readonly onAccepted: ((order: KnownOrder) => void)[] = [];
  /** What a listener threw: the run ends there. Thrown on, it would meet the code that is watched. */
  objection: unknown;
  readonly #random: Random;
  #processes = 0;

  constructor(plan: Plan, log?: Narrate) {
    this.plan = plan;
    const { scheduler } = this;
    const random = new Random(plan.seed).of('world');
    this.#random = random;
    this.faults = new FaultInjector(plan.faults, this.moments);
    this.invalidEvents = new InvalidEvents(plan.modes.invalid ?? [], {
      faults: this.faults,
      elapsed: () => scheduler.now - startsAt,
      now: () => scheduler.now,
    });
    this.machine = {
      scheduler,
      faults: this.faults,
      networkMs: plan.modes.networkMs,
      running: undefined,
      serving: undefined,
      log: log ? (who, what) => log(scheduler.now, who, what()) : () => undefined,
    };
    scheduler.onAction = () => {
      this.machine.running = undefined;
      this.machine.serving = undefined;
    };
    this.database = new FaultyDynamoDb(tableDefinitions, {
      now: () => scheduler.now,
      onCommit: (changes) => {
        this.#notify(this.onCommit, changes);
      },
    });
    this.kafka = new SimulatedKafka({ partitions: plan.modes.partitions, now: () => scheduler.now });
    const { stripe: modes } = plan.modes;
    this.stripe =
      modes &&
      new SimulatedStripe({
        ...{ modes, scheduler, database: this.database },
        disputeEvents: () => this.gatewayEvents?.disputes.map(({ event }) => event) ?? [],
      });
    const remote = remoteGateway({ scheduler, books: directClient(this.database) });
    this.pool = new FunctionPool(scheduler, random.of('pool'), (name) => this.#environment(name, remote));
    this.sources = topicNames.flatMap((topic) => this.#sourcesOf(topic));
    const byTopic = Map.groupBy(this.sources, ({ topic }) => topic);
    this.kafka.onAppend = (record) => {
      this.#notify(this.onAppend, record);
      this.moments.pass(typeOf(record.json) ?? '');
      for (const source of byTopic.get(record.topic as TopicName) ?? []) source.wake();
    };
    this.clients = new Clients({
      scheduler,
      random: random.of('clients'),
      pool: this.pool,
      kafka: this.kafka,
      moments: this.moments,
      rebalance: (group) => this.#sourceOf(group)?.rebalance(),
      hold: (group, forMs) => this.#sourceOf(group)?.hold(forMs),
      lose: (orderId) => this.#loseCharge(orderId),
      accepted: (order) => this.#notify(this.onAccepted, order),
      log: this.machine.log,
    });
    this.clients.plans = plan.actions;
    this.gatewayEvents = this.#gatewayEvents();
  }

  #gatewayEvents(): GatewayEvents | undefined {
    const { events: modes } = this.plan.modes;
    if (modes === undefined) return undefined;
    const { scheduler, pool, faults, moments, clients } = this;
    const { outcomes } = clients;
    const events = new GatewayEvents({
      ...{ modes, scheduler, pool, faults, moments, random: this.#random.of('events of the gateway') },
      answered: ({ status }) => {
        const outcome = `/webhooks/stripe ${status}`;
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      },
      log: this.machine.log,
    });
    this.onCommit.push((changes) => events.book(changes));
    return events;
  }

  #notify<T>(listeners: readonly ((of: T) => void)[], of: T): void {
    if (this.objection !== undefined) return;
    try {
      for (const listener of listeners) listener(of);
    } catch (thrown) {
      this.objection = thrown;
    }
  }

  #loseCharge(orderId: string): void {
    this.unbooked.add(orderId);
    this.machine.log('gateway', () => `loses the charge of ${orderId}`);
    for (const { idempotency_key, order_id } of this.database
      .table('gateway')
      .all() as readonly object[] as readonly LedgerEntry[]) {
      if (order_id !== orderId) continue;
      this.database.execute(new DeleteCommand({ TableName: 'gateway', Key: { idempotency_key } }));
    }
  }

  #sourceOf(group: string): SimulatedEventSource | undefined {
    return this.sources.find((source) => source.group === group);
  }

  #sourcesOf(topic: TopicName): readonly SimulatedEventSource[] {
    const { modes } = this.plan;
    const consumers: readonly Consumer[] = topics[topic].consumers;
    const present = consumers.filter((consumer) => modes.bystanders || !isBystander(consumer.function));
    return present.map(
      (consumer) =>
        new SimulatedEventSource({
          ...{ topic, consumer, kafka: this.kafka, scheduler: this.scheduler },
          random: this.#random.of(consumer.group),
          batch: modes.batch,
          redelivered: modes.redelivered,
          attempts: modes.attempts ?? usualAttempts,
          invoke: (name, event, { answered, troubled }) =>
            this.pool.invoke(
              name as ComposedFunction,
              async ({ consume }, deadline) => {
                if (consume === undefined) throw new Error(`${name} consumes nothing`);
                return consume(event, deadline);
              },
              {
                answered,
                failed: (why) => {
                  if (why instanceof Error) throw why;
                  answered('failed');
                },
                troubled,
              },
            ),
        }),
    );
  }

  #environment(name: ComposedFunction, remote: SimulatedDependencies['gateway']): ExecutionEnvironment {
    this.#processes += 1;
    const { modes } = this.plan;
    const { scheduler } = this;
    const random = this.#random.of(`${name} ${this.#processes}`);
    const skewMs = modes.skewMs === 0 ? 0 : random.int(-modes.skewMs, modes.skewMs);
    const process = new SimulatedProcess(this.machine, { name, label: `${name}#${this.#processes}`, skewMs, random });
    const lagMs = () => (modes.staleMs === 0 ? 0 : random.int(0, modes.staleMs));
    const client = clientOf(this.database, process, lagMs);
    const clock = { now: () => new Date(process.wallClock) };
    const watched = new Set(groupsSeenBy('order').map(({ group }) => group));
    const means: SimulatedDependencies = {
      ...{ client, clock, environment: environmentOf(this.plan) },
      producer: simulatedProducer(this.kafka, process, scheduler),
      gateway: gatewayOf(remote, process, scheduler),
      statement: simulatedStatement(directClient(this.database), 'gateway'),
      verify: verifyStripeEvent(
        { current: async () => ({ signing_secret: signingSecret, api_key: '' }), newer: async () => undefined },
        clock,
      ),
      ownerOf: (reference) =>
        process.call({
          kind: 'Gateway owner',
          faults: ['gateway refuses to serve'],
          perform: (fault) => {
            if (fault !== undefined) throw new TransientError('The gateway answered 503');
            const books = this.database.table('gateway');
            return ownerInBooks(
              (idempotency_key) => books.get({ idempotency_key }) as LedgerEntry | undefined,
              reference,
            );
          },
        }),
      provider:
        modes.provider === 'mailbox'
          ? mailbox(client, process)
          : loggingProvider(this.delivered, process, () => scheduler.now),
      lag: {
        greatest: () =>
          process.call({
            kind: 'Read lag',
            faults: [],
            perform: () => Math.max(...this.sources.filter(({ group }) => watched.has(group)).map(({ lag }) => lag)),
          }),
      },
      newId: () => random.uuid(),
      validating: (validators) => this.invalidEvents.validating(name, process.label, validators),
      ...this.stripe?.of(process),
      paymentObserver: {
        count: () => undefined,
        failed: (orderId, thrown) =>
          this.machine.log(process.label, () => `cannot resolve ${orderId}: ${String(thrown)}`),
        differs: ({ kind, charge }) => void this.differences.push(`${kind} ${charge}`),
      },
      batchObserver: {
        received: (records) =>
          this.machine.log(
            process.label,
            () =>
              `receives ${records.map(({ topic, partition, offset }) => `${topic}-${partition}@${offset}`).join(' ')}`,
          ),
        processed: () => undefined,
        deadLettered: (letters) =>
          this.machine.log(
            process.label,
            () =>
              `dead-letters ${letters.map(({ record, cause }) => `${record.topic}-${record.partition}@${record.offset} (${cause})`).join(', ')}`,
          ),
        failed: (records, error) =>
          this.machine.log(
            process.label,
            () => `fails ${records.length} records: ${error instanceof Error ? error.message : String(error)}`,
          ),
      },
    };
    return { process, composed: compositions[name](means) };
  }
}
