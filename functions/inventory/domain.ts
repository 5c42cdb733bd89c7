import type { Adjust, InventoryCommandsEvent } from '../../schemas/generated/types.ts';

/** Units of one SKU. Always: initial stock + adjusted = available + reserved + sold, none of the three negative. */
export interface Stock {
  readonly sku: string;
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
  /** Sum of all adjustments applied. */
  readonly adjusted: number;
  /** Number of outcomes so far: dense, so that a reader of the stream knows when it has missed one. */
  readonly version: number;
}

/** RESERVED → COMMITTED → RELEASED (sold back) or RESERVED → RELEASED; all others final from the start. */
export type ReservationState = 'RESERVED' | 'REJECTED' | 'COMMITTED' | 'RELEASED' | 'ADJUSTED' | 'REFUSED';

/** What a command came to, as it was said the first time. */
interface Outcome {
  /** Of the SKU, after it. */
  readonly version: number;
  /** Of the SKU, after it. */
  readonly available: number;
  /** RFC 3339 UTC with milliseconds. */
  readonly at: string;
}

/** One SKU's line of an order, or one adjustment of its stock: kept for ever, with the outcome of every state it reached. */
export interface Reservation {
  /** The order, or the adjustment's own id. */
  readonly owner: string;
  readonly sku: string;
  readonly qty: number;
  readonly state: ReservationState;
  readonly outcomes: Readonly<Partial<Record<ReservationState, Outcome>>>;
}

export type StockCommand = InventoryCommandsEvent;

/** Whose reservation a command is about: the order's, or for an adjustment its own. */
export const ownerOf = (command: StockCommand): string =>
  command.type === 'ADJUST' ? command.reservation_id : command.order_id;

/** What a command does: the state to keep (absent when all was decided before) and the outcome that answers it. */
export interface Decision {
  readonly stock?: Stock;
  readonly reservation: Reservation;
  /** The state whose stored outcome is the answer; absent where there is nothing to say. */
  readonly answer?: ReservationState;
}

const emptyStock = (sku: string): Stock => ({ sku, available: 0, reserved: 0, sold: 0, adjusted: 0, version: 0 });

/** Units that a step moves. What a release gives back depends on where it comes from: nothing, for a tombstone. */
const moved = (
  { available, reserved, sold, adjusted }: Stock,
  qty: number,
  from: ReservationState | undefined,
  to: ReservationState,
): Partial<Stock> => {
  switch (to) {
    case 'RESERVED':
      return { available: available - qty, reserved: reserved + qty };
    case 'COMMITTED':
      return { reserved: reserved - qty, sold: sold + qty };
    case 'RELEASED':
      if (from === 'RESERVED') return { available: available + qty, reserved: reserved - qty };
      if (from === 'COMMITTED') return { available: available + qty, sold: sold - qty };
      return {};
    case 'ADJUSTED':
      return { available: available + qty, adjusted: adjusted + qty };
    case 'REJECTED':
    case 'REFUSED':
      return {};
  }
};

/** The states that answer a command where the reservation has been in one of them, the command's own outcome first. */
const answers: Readonly<Record<StockCommand['type'], readonly ReservationState[]>> = {
  RESERVE: ['RESERVED', 'REJECTED', 'RELEASED'],
  COMMIT: ['COMMITTED', 'REJECTED', 'RELEASED'],
  RELEASE: ['RELEASED'],
  ADJUST: ['ADJUSTED', 'REFUSED'],
};

const adjustmentState = (stock: Stock, { qty }: Adjust): ReservationState => {
  const available = stock.available + qty;
  return available >= 0 && Number.isSafeInteger(available) ? 'ADJUSTED' : 'REFUSED';
};

/** The state that a command leads to where nothing has answered it yet, or undefined where it makes no sense. */
const nextState = (
  command: StockCommand,
  stock: Stock,
  known: Reservation | undefined,
): ReservationState | undefined => {
  switch (command.type) {
    case 'RESERVE':
      return known ? undefined : command.qty <= stock.available ? 'RESERVED' : 'REJECTED';
    case 'COMMIT':
      return known?.state === 'RESERVED' ? 'COMMITTED' : undefined;
    case 'RELEASE':
      // Without a reservation this is a tombstone: a RESERVE that comes later finds it released.
      return known === undefined || known.state === 'RESERVED' || known.state === 'COMMITTED' ? 'RELEASED' : undefined;
    case 'ADJUST':
      return known ? undefined : adjustmentState(stock, command);
  }
};

/**
 * Decides one command. Pure, and idempotent by reservation for ever: a command seen before is answered by the outcome
 * it had, whatever has happened since; what comes after a release is answered by the release.
 * @throws {RangeError} no history of the reservation leads to this command.
 */
export const decide = (
  command: StockCommand,
  known: { readonly stock: Stock | undefined; readonly reservation: Reservation | undefined },
  at: string,
): Decision => {
  const { reservation } = known;
  const answer = answers[command.type].find((state) => reservation?.outcomes[state] !== undefined);
  if (reservation !== undefined && answer !== undefined) return { reservation, answer };
  // Nothing was held. To say STOCK_REJECTED again would go round for ever: it made the saga say what led to this release.
  if (command.type === 'RELEASE' && reservation?.state === 'REJECTED') return { reservation };
  const stock = known.stock ?? emptyStock(command.sku);
  const next = nextState(command, stock, reservation);
  if (next === undefined) {
    const state = reservation?.state ?? 'unknown';
    throw new RangeError(`${command.type} of ${command.sku} for ${ownerOf(command)}: its reservation is ${state}`);
  }
  const { owner, sku, qty, outcomes } = reservation ?? {
    owner: ownerOf(command),
    sku: command.sku,
    qty: command.qty,
    outcomes: {},
  };
  const after: Stock = { ...stock, ...moved(stock, qty, reservation?.state, next), version: stock.version + 1 };
  const outcome: Outcome = { version: after.version, available: after.available, at };
  return {
    stock: after,
    reservation: { owner, sku, qty, state: next, outcomes: { ...outcomes, [next]: outcome } },
    answer: next,
  };
};
