import { producerFaults } from '../kafka/simulated-producer.ts';
import type { Action, AwaitPlace, FaultSpec, Modes, Moment, Plan } from '../plan/plan.ts';
import { plainest } from '../shrink/plainest.ts';
import { gatewayFaults } from '../world/simulated-payment-gateway.ts';

export type Placing = Extract<Action, { readonly kind: 'place' }>;

/** An order as most are: it is placed two seconds after the start. */
export const place = (order: string, lines: readonly string[], more: Partial<Placing> = {}): Placing => ({
  ...{ kind: 'place', at: 2_000, order, user: `user of ${order}`.replaceAll(' ', '-') },
  lines: lines.map((sku) => ({ sku, qty: 1 })),
  ...{ token: 'tok_approve', repeatable: true, times: 1 },
  ...more,
});

/** So many events of this type were emitted, or so many faults happened in this function. */
export const once = (of: string, times = 1): { readonly after: Moment } => ({ after: { of, times } });

interface When {
  readonly at?: number;
  readonly after?: Moment;
}

export const ask = (kind: 'cancel' | 'ship' | 'complete', order: string, when: When): Action => ({
  ...{ kind, order, at: 0 },
  ...when,
});

/** A consumer group receives nothing for a while. */
export const deaf = (group: string, forMs: number, when: When): Action => ({
  ...{ kind: 'hold', group, forMs, at: 0 },
  ...when,
});

/** Days later. */
export const restore = (to: 'begun' | 'lost'): Action => ({ kind: 'restore', at: 0, to });
/** At the end of everything else, as of so many writes of each stock ago. */
export const restoreStock = (
  back: number,
  how: Pick<Extract<Action, { readonly kind: 'restore stock' }>, 'rebuilt' | 'newEnvironments'>,
): Action => ({ kind: 'restore stock', at: 0, back, ...how });
/** The first of its type is replayed, days later. */
export const replay = (type: string): Action => ({ kind: 'replay', at: 0, topic: 'orders.created', nth: 0, type });

interface More {
  /** The how-manieth of its kind. */
  readonly occurrence?: number;
  readonly times?: number;
  readonly after?: Moment;
  readonly amount?: number;
  readonly pick?: number;
}

/** Something that goes wrong at a request of a function: the first that begins so. */
export const wrong = (
  name: string,
  like: string,
  kind: FaultSpec['kind'],
  { occurrence = 1, times, after, amount = 0, pick = 0 }: More = {},
): FaultSpec => {
  const place: AwaitPlace = { like, occurrence, ...(times !== undefined && { times }), ...(after && { after }) };
  return { function: name, place, kind, amount, pick };
};

/** A fault of a send, by its name: of the first to a topic that begins so. */
export const sending = (
  name: string,
  topic: string,
  fault: (typeof producerFaults)[number],
  more: More = {},
): FaultSpec => wrong(name, `Send ${topic}`, 'fault', { ...more, pick: producerFaults.indexOf(fault) });

/** A fault of the gateway, by its name. */
export const asking = (
  name: string,
  request: 'charge' | 'lookup' | 'cancel' | 'refund' | '',
  fault: (typeof gatewayFaults)[number],
  more: More = {},
): FaultSpec => wrong(name, `Gateway ${request}`, 'fault', { ...more, pick: gatewayFaults.indexOf(fault) });

interface Parts {
  readonly seed?: number;
  readonly modes?: Partial<Modes>;
  /** By SKU; fifty of each where absent. */
  readonly stock?: Readonly<Record<string, number>>;
  /** Of each SKU. */
  readonly price?: number;
  readonly actions: readonly Action[];
  readonly faults?: readonly FaultSpec[];
}

/** A plan in which nothing goes wrong but its faults. */
export const plainPlan = ({ seed = 1, modes, stock = {}, price = 100, actions, faults = [] }: Parts): Plan => {
  const named = actions.flatMap((action) => (action.kind === 'place' ? action.lines.map(({ sku }) => sku) : []));
  const skus = [...new Set(named)].map((sku) => ({ sku, stock: stock[sku] ?? 50, price }));
  return {
    seed,
    modes: { ...plainest, ...modes },
    skus,
    actions: [
      ...skus.map(({ sku, stock: qty }) => ({ kind: 'adjust', at: 0, sku, qty, name: 'initial' }) as const),
      ...actions,
    ],
    faults,
  };
};
