import type { TableName } from '../tables.ts';
import type { EventTypeOf, TopicName } from '../topics.ts';

/** Access to the items of a table. `lib/constructs` maps each to its IAM actions; none of them reads a whole table. */
export type TableAccess =
  | 'read'
  | 'readWrite'
  /** Reads, and writes items that are never updated and never deleted. */
  | 'append'
  /** As `append`, many in one request. */
  | 'appendMany'
  /** Writes items that another function reads; it reads none itself. */
  | 'note'
  /** Reads one item by its key and writes it back conditionally. */
  | 'amend'
  /** Reads, and writes conditionally, many in one request. */
  | 'state';

/** A variable with the name of a table. */
interface TableVariable {
  readonly table: TableName;
  readonly access: TableAccess;
  /** It also reads the index of the items that are due. */
  readonly due?: true;
  /** It also lists the whole table, page by page: for people, who ask for one page at a time. */
  readonly listed?: true;
  /** The attributes that it may read, the keys among them; all when absent. Not with `due`. */
  readonly attributes?: readonly string[];
}

/** A variable whose value the stage decides: `lib/constructs/functions/settings.ts` has a provider of this name. */
interface SettingVariable {
  readonly setting: string;
}

export type Variable = TableVariable | SettingVariable;

/** An event type of a topic, or a type with the event source's filter on other fields: their allowed values. */
type Wanted<T extends TopicName> =
  | EventTypeOf<T>
  | { readonly type: EventTypeOf<T>; readonly where: Readonly<Record<string, readonly (string | number)[]>> };

/** A consumer group: one event source mapping, which feeds the function from one topic. */
type ConsumedTopic<P extends string> = {
  readonly [T in TopicName]: {
    readonly topic: T;
    /** Kafka consumer group id, unique in the cluster. Never renamed: a new group reads its topic from the start. */
    readonly group: string;
    /** The events that are delivered; the event source filters out the others. All of the topic's when absent. */
    readonly only?: readonly Wanted<T>[];
    /** The batching window of this topic, instead of the function's. */
    readonly batchingWindowSeconds?: number;
    /** Principals that may read the group's progress: before it repairs an order, the sweep checks whether a consumer lags. */
    readonly observedBy?: readonly P[];
  };
}[TopicName];

export interface Batching {
  /** Maximum of records of one invocation; 500 when absent. */
  readonly batchSize?: number;
  /** The batching window of an event source, as far as the stage allows; when absent, it invokes at once. */
  readonly batchingWindowSeconds?: number;
}

interface CommonDeclaration<P extends string> {
  /** Its user of Kafka; undefined where it needs none: such a function also runs outside the VPC. */
  readonly principal: P | undefined;
  readonly timeoutSeconds: number;
  /** `critical`: orders wait for it, lag alarms fire after a minute. `background`: no order does, they fire after ten. */
  readonly latency: 'critical' | 'background';
  /** Its variables besides the common ones, each with the permissions that its use needs. */
  readonly environment: Readonly<Record<string, Variable>>;
  /** The topics that it produces to: they exist before it does, and its principal may write to them. */
  readonly produces?: readonly TopicName[];
  /** A function of its stack that is deployed before it: one that reads what only its new version writes. */
  readonly deployedAfter?: string;
  /** The stack that creates it and binds its variables; that of the services when absent. */
  readonly stack?: 'api' | 'kafka';
  /** Deployed only where this is the stage's payment gateway. */
  readonly onlyWithGateway?: 'stripe';
}

/** Fed by event sources. Its concurrency is that of their pollers. */
interface ConsumingDeclaration<P extends string = string> extends CommonDeclaration<P> {
  readonly principal: P;
  readonly consumes: readonly ConsumedTopic<P>[];
  readonly batching?: Batching;
  /**
   * Records that one invocation processes in a second when its batches are full. Assumed, and low; `docs/scaling.md` has how to
   * measure it.
   */
  readonly recordsPerSecond: number;
  readonly everySeconds?: never;
  readonly concurrency?: never;
  readonly callsPerEnvironment?: never;
  readonly replays?: never;
  readonly observes?: never;
}

/** Called by API Gateway (`schemas/routes.ts` has its routes), a schedule or another AWS service. */
interface CalledDeclaration<P extends string = string> extends CommonDeclaration<P> {
  /** The interval of its schedule. */
  readonly everySeconds?: number;
  /**
   * Most execution environments, where the stage reserves any: a number, as many as requests may wait for an order at one time, or
   * one for each principal.
   */
  readonly concurrency: number | 'waits' | 'principals';
  /**
   * Calls that one environment takes at a time, where the stage runs it on Managed Instances; one where absent. Such a function keeps
   * no state of a call outside of it.
   */
  readonly callsPerEnvironment?: number;
  /** It reads every dead-letter queue and writes back to every topic. */
  readonly replays?: true;
  /** It reads the progress of every consumer group, and the offsets of every topic and dead-letter queue, but no record. */
  readonly observes?: true;
  readonly consumes?: never;
  readonly batching?: never;
  readonly recordsPerSecond?: never;
}

export type FunctionDeclaration<P extends string = string> = ConsumingDeclaration<P> | CalledDeclaration<P>;

/** The functions of a service, by `<service>/<use case>`: `functions/<service>/<use case>/<use case>.handler.ts`. */
export type Declarations<S extends string> = Readonly<Record<`${S}/${string}`, FunctionDeclaration>>;

/** API Gateway stops waiting after 29 s: a function that answers it never runs longer. */
export const apiTimeoutSeconds = 29;
