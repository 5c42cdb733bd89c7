import type { ScheduledFunction } from '../world/schedules.ts';

/** Everything that a run is made of, drawn from a seed: whatever is taken out of it, the rest is still a run. */
export interface Plan {
  readonly seed: number;
  readonly modes: Modes;
  readonly skus: readonly { readonly sku: string; readonly stock: number; readonly price: number }[];
  /** In the order of their times. */
  readonly actions: readonly Action[];
  readonly faults: readonly FaultSpec[];
}

/** What holds for the whole run. */
export interface Modes {
  /** Of each topic: few, so that keys meet. */
  readonly partitions: number;
  /** Each acknowledged batch is delivered again with this probability, as after a rebalance before its commit. */
  readonly redelivered: number;
  /** The greatest that the clock of an execution environment goes wrong, either way; milliseconds. */
  readonly skewMs: number;
  /** The longest that an index, or a read that is not consistent, is behind; milliseconds. */
  readonly staleMs: number;
  /** The longest that a request is under way; milliseconds. */
  readonly networkMs: number;
  /** Schedules fire up to so much later than they should; milliseconds. */
  readonly lateMs: number;
  /** Limits of what a user is sent: few make them wait. */
  readonly allowance: { readonly burst: number; readonly refillMs: number };
  readonly provider: 'mailbox' | 'log';
  /** Whether those run on whom no order waits: notification, analytics and audit. Without them a run takes a third of the time. */
  readonly bystanders: boolean;
  /** Records that are delivered in a batch at most. */
  readonly batch: number;
  /** After so many attempts a record is dead-lettered; as the stages have it where absent, which is as good as never. */
  readonly attempts?: number;
  /** Days until records are replayed; three where absent. */
  readonly replayDays?: number;
  /** How often each dead letter is replayed then; once where absent. */
  readonly replays?: number;
  /** The gateway sends events of what it books; none where absent. */
  readonly events?: EventModes;
  /** The gateway is Stripe, its adapter and its client as they are; the simulated gateway where absent. */
  readonly stripe?: StripeModes;
  /** Events that are not valid by their own schema, for a defect that is mended later: in scenarios alone. */
  readonly invalid?: readonly InvalidEvent[];
}

/** One event of a function. */
export interface InvalidEvent {
  readonly function: string;
  readonly type: string;
  /** The how-manieth of its type that the function is to emit, each counted once. */
  readonly nth: number;
  /** Since the start; where absent, with all defects: before records are replayed, days later. */
  readonly mendedAfterMs?: number;
}

/** How an account of Stripe is. */
export interface StripeModes {
  /** How long a debit is processed, and how it ends. */
  readonly debitMs: number;
  readonly debits: 'succeeded' | 'failed';
  /** How long a refund that does not succeed at once is pending. */
  readonly refundMs: number;
  /** So many of those fail first. */
  readonly failingRefunds: number;
}

/** How the gateway's events come. */
export interface EventModes {
  /** The longest that one is under way, or the time between one and the next; milliseconds. */
  readonly lateMs: number;
  readonly order: 'any' | 'as they happened' | 'reversed';
  /** Each is lost with this probability, or comes again. */
  readonly lost: number;
  readonly repeated: number;
  /** Each charge is disputed with this probability. */
  readonly disputed: number;
}

/** When so many events of this type were emitted, or so many faults happened in this function: one where absent. */
export interface Moment {
  readonly of: string;
  readonly times?: number;
}

/** Milliseconds since the start, or since a moment: where that never comes, it is not done. */
interface At {
  readonly at: number;
  readonly after?: Moment;
}

export type Action = At &
  (
    | {
        readonly kind: 'place';
        /** Names the order within the plan. */
        readonly order: string;
        readonly user: string;
        readonly lines: readonly { readonly sku: string; readonly qty: number }[];
        readonly token: string;
        /** Whether it has an Idempotency-Key, and is sent again when its outcome is not known. */
        readonly repeatable: boolean;
        /** Sent so often at the same time. */
        readonly times: number;
      }
    /** Requested by its client, or an operator, `at` after it was accepted. */
    | { readonly kind: 'cancel' | 'ship' | 'complete'; readonly order: string }
    | { readonly kind: 'adjust'; readonly sku: string; readonly qty: number; readonly name: string }
    /** A record that cannot be read, in the partition of an order or of a SKU. */
    | { readonly kind: 'poison'; readonly topic: string; readonly key: string; readonly value: string | null }
    /** All batches of a consumer group are taken from its pollers, and delivered to others at once. */
    | { readonly kind: 'rebalance'; readonly group: string }
    /** A consumer group receives nothing for a while. */
    | { readonly kind: 'hold'; readonly group: string; readonly forMs: number }
    /** The gateway’s own books lose the charge of an order. */
    | { readonly kind: 'lose'; readonly order: string }
    /** A record of a topic is replayed, days later; `nth` of all that there are then, or of a type. Dead letters are replayed, too. */
    | { readonly kind: 'replay'; readonly topic: string; readonly nth: number; readonly type?: string }
    /** Days later, before records are replayed, the payments are restored from a backup: as they began, or without them. */
    | { readonly kind: 'restore'; readonly to: 'begun' | 'lost' }
    /** At the end of everything else, the stocks are restored from a backup of so many writes of each ago, and rebuilt. */
    | {
        readonly kind: 'restore stock';
        readonly back: number;
        /** By the runbook, or only once whatever waits for the restored stocks has met them. */
        readonly rebuilt: 'at once' | 'once noticed';
        /** The ledger is deployed again, on the restored table: its environments have seen nothing. */
        readonly newEnvironments: boolean;
      }
    /** A function of a schedule is started once more, so often at the same time. */
    | {
        readonly kind: 'run';
        readonly function: ScheduledFunction;
        readonly times: number;
        /** By then both books of all charges have been compared: an invariant asks for what the comparison reported. */
        readonly compares?: boolean;
      }
  );

/** Where an await of a function is: the nth of all that it makes in the run, or the occurrence of one of its kinds. */
export type AwaitPlace =
  | { readonly nth: number }
  /** The kinds in the order in which the function comes to them first. */
  | { readonly distinct: number; readonly occurrence: number }
  | { readonly kind: string; readonly occurrence: number }
  /** The occurrence of one of the kinds that begin so, since a moment; and so many after it. */
  | { readonly like: string; readonly occurrence: number; readonly times?: number; readonly after?: Moment };

/** Something that goes wrong at an await. */
export interface FaultSpec {
  readonly function: string;
  readonly place: AwaitPlace;
  /**
   * - die-before: the process dies, its request is not sent. die-after: dies, its request is done.
   * - freeze-before, freeze-after: the process stands still for a while; its batches are given to another.
   * - late-request, late-answer: under way for so much longer. A request may arrive after its process has gone.
   * - fault: one of what can go wrong with such a request, by `pick`.
   * - defect: the code itself throws there, and does not once it is mended: what it was working at is dead-lettered.
   */
  readonly kind:
    | 'die-before'
    | 'die-after'
    | 'freeze-before'
    | 'freeze-after'
    | 'late-request'
    | 'late-answer'
    | 'fault'
    | 'defect';
  /** Milliseconds that it stands still, or is late, or how far a fault goes. */
  readonly amount: number;
  readonly pick: number;
}
