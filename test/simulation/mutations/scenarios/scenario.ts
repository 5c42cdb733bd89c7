import type { OrderState } from '../../../../schemas/generated/types.ts';
import type { Action, FaultSpec, Modes, Plan } from '../../plan/plan.ts';
import { plainest } from '../../shrink/plainest.ts';

/** A run in which one protection is needed: a case, where the races are scenarios of their own. */
export interface MutationScenario {
  readonly name: string;
  readonly plan: Plan;
  /** Where its orders have to end, where no invariant tells. */
  readonly ends?: Readonly<Record<string, OrderState>>;
}

type Placing = Extract<Action, { readonly kind: 'place' }>;

/** When the order is placed; milliseconds since the start. */
const placedAt = 2_000;

export const order = (more: Partial<Placing> = {}): Placing => ({
  ...{ kind: 'place', at: placedAt, order: 'one', user: 'user', lines: [{ sku: 'A', qty: 1 }] },
  ...{ token: 'tok_approve', repeatable: true, times: 1 },
  ...more,
});

interface Parts {
  readonly seed?: number;
  readonly modes?: Partial<Modes>;
  readonly actions: readonly Action[];
  readonly faults?: readonly FaultSpec[];
}

const stock = 50;

/** A plan in which nothing goes wrong but what is said. */
export const planOf = ({ seed = 1, modes, actions, faults = [] }: Parts): Plan => ({
  seed,
  modes: { ...plainest, bystanders: false, ...modes },
  skus: ['A', 'B'].map((sku) => ({ sku, stock, price: 100 })),
  actions: [
    ...['A', 'B'].map((sku) => ({ kind: 'adjust', at: 0, sku, qty: stock, name: 'initial' }) as const),
    ...actions,
  ],
  faults,
});

interface What {
  /** The how-manieth of its kind; the first where absent. */
  readonly occurrence?: number;
  /** Milliseconds that it stands still, or how far a fault goes. */
  readonly amount?: number;
  readonly pick?: number;
}

/** Something that goes wrong at a request of a function. */
export const at = (
  name: string,
  kind: string,
  what: FaultSpec['kind'],
  { occurrence = 1, amount = 0, pick = 0 }: What = {},
): FaultSpec => ({ function: name, place: { kind, occurrence }, kind: what, amount, pick });

/** Faults of a request, by the places in their lists. */
export const sendFault = { refused: 0, unacknowledged: 1, lost: 2, half: 3, late: 4, twice: 5 } as const;
export const gatewayFault = { refuses: 0, requestLost: 1, answerLost: 2, late: 3 } as const;
