import type { OrderState } from '../../../schemas/generated/types.ts';
import type { Watcher } from '../world/run-plan.ts';
import { type Changed, onChange } from './changed-items.ts';
import { type Require, requireThat } from './require-that.ts';

interface OrderItem extends Readonly<Record<string, unknown>> {
  readonly order_id: string;
  readonly expires_at?: number;
  readonly status?: OrderState;
  readonly expected?: number;
  readonly amount?: number;
  readonly reserved?: ReadonlySet<string>;
  readonly rejected?: ReadonlySet<string>;
  readonly due_at?: string;
  readonly repairs?: number;
}

const require: Require = requireThat('order states');

/** The order state machine of the contracts. */
const edges: Readonly<Record<OrderState, readonly OrderState[]>> = {
  CREATED: ['PROCESSING', 'CANCELLED'],
  PROCESSING: ['PAID', 'PAYMENT_FAILED', 'CANCELLED'],
  PAID: ['SHIPPED', 'CANCELLED'],
  SHIPPED: ['COMPLETED'],
  COMPLETED: [],
  CANCELLED: [],
  PAYMENT_FAILED: [],
};
const states = Object.keys(edges) as readonly OrderState[];

/** One write makes all steps of a batch: each along an edge, to a state that the order has reached. */
const isAllowed = (from: OrderState | undefined, to: OrderState | undefined, reached: ReadonlySet<string>): boolean => {
  if (from === to) return true;
  const next = from === undefined ? (['CREATED'] as const) : edges[from];
  return next.some((state) => reached.has(state) && isAllowed(state, to, reached));
};

/** Sets grow, what was reached stays: when, and by what. */
const stays = ({ before, after }: Changed<OrderItem>): void => {
  if (before === undefined || after === undefined) return;
  const { order_id } = after;
  for (const state of states) {
    const name = `reached_${state}`;
    const [was, is] = [before[name], after[name]];
    if (was === undefined || was === is) continue;
    const [one, other] = [JSON.stringify(was), JSON.stringify(is)];
    require(one === other, () => `Order ${order_id} had reached ${state} by ${one}, now by ${other}`);
  }
  require(before.amount === undefined || before.amount === after.amount, () =>
    `The amount of order ${order_id} was ${before.amount}, is ${after.amount}`);
};

/** A repair takes a turn: of two that are at it, one does. */
const turns = ({ before, after }: Changed<OrderItem>): void => {
  const [was = 0, is = 0] = [before?.repairs, after?.repairs];
  if (after === undefined || is === 0 || (before?.due_at === after.due_at && was === is)) return;
  require(is === was + 1, () => `Order ${after.order_id} was repaired ${was} times, now ${is}`);
};

const moves = ({ before, after }: Changed<OrderItem>): void => {
  const { order_id } = (after ?? before) as OrderItem;
  if (after === undefined) {
    require(before?.expires_at !== undefined, () => `The record of order ${order_id} was deleted`);
    return;
  }
  const { status, expected = 0, reserved, rejected } = after;
  stays({ before, after });
  turns({ before, after });
  if (before?.status === status) return;
  const reached = new Set<string>(states.filter((state) => after[`reached_${state}`] !== undefined));
  require(status === undefined || reached.has(status), () =>
    `Order ${order_id} has no time at which it came to be ${status}`);
  require(isAllowed(before?.status, status, reached), () =>
    `Order ${order_id} went from ${before?.status} to ${status}`);
  if (!reached.has('PROCESSING') || before?.['reached_PROCESSING'] !== undefined) return;
  require((reserved?.size ?? 0) === expected && (rejected?.size ?? 0) === 0, () =>
    `Order ${order_id} is PROCESSING with ${reserved?.size ?? 0} of ${expected} lines reserved`);
};

/** Each write of an order: only along the edges of the state machine, and what was reached is not forgotten. */
export const orderStates = (): Watcher => ({ begin: (world) => onChange<OrderItem>(world, 'orders', moves) });
