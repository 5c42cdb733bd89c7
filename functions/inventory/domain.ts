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

/** What a command came to, as it was said the first time: kept for ever, never changed. */
export interface Outcome {
  /** The order, or the adjustment's own id. */
  readonly owner: string;
  readonly sku: string;
  readonly state: ReservationState;
  /** Units it is about; none where a release found nothing to give back. */
  readonly qty: number;
  /** Of the SKU, after it. */
  readonly version: number;
  /** Of the SKU, after it. */
  readonly available: number;
  /** RFC 3339 UTC with milliseconds. */
  readonly at: string;
  /** Why it was released or adjusted, where that was said. */
  readonly reason?: string;
  /** Who asked for the adjustment, where that was said. */
  readonly actor?: string;
}

/** One SKU's line of an order, or one adjustment of its stock: the outcomes it has had. */
export type Reservation = Readonly<Partial<Record<ReservationState, Outcome>>>;

export type StockCommand = InventoryCommandsEvent;

/** Whose reservation a command is about: the order's, or for an adjustment its own. */
export const ownerOf = (command: StockCommand): string =>
  command.type === 'ADJUST' ? command.reservation_id : command.order_id;

/** What a command does: the stock to keep (absent when all was decided before) and the outcome that answers it, if any. */
export interface Decision {
  readonly stock?: Stock;
  readonly outcome?: Outcome;
}

const emptyStock = (sku: string): Stock => ({ sku, available: 0, reserved: 0, sold: 0, adjusted: 0, version: 0 });

const latestFirst: readonly ReservationState[] = [
  'RELEASED',
  'COMMITTED',
  'RESERVED',
  'REJECTED',
  'ADJUSTED',
  'REFUSED',
];

const latestOf = (reservation: Reservation): Outcome | undefined =>
  latestFirst.map((state) => reservation[state]).find((outcome) => outcome !== undefined);

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
  from: ReservationState | undefined,
): ReservationState | undefined => {
  switch (command.type) {
    case 'RESERVE':
      return from ? undefined : command.qty <= stock.available ? 'RESERVED' : 'REJECTED';
    case 'COMMIT':
      return from === 'RESERVED' ? 'COMMITTED' : undefined;
    case 'RELEASE':
      // Without a reservation this is a tombstone: a RESERVE that comes later finds it released.
      return from === undefined || from === 'RESERVED' || from === 'COMMITTED' ? 'RELEASED' : undefined;
    case 'ADJUST':
      return from ? undefined : adjustmentState(stock, command);
  }
};

/** What the outcome keeps of the command's words. */
const saidBy = (command: StockCommand): Pick<Outcome, 'reason' | 'actor'> => {
  if (command.type === 'RESERVE' || command.type === 'COMMIT') return {};
  const { reason, metadata } = command;
  const actor = command.type === 'ADJUST' ? metadata.actor : undefined;
  return { ...(reason !== undefined && { reason }), ...(actor !== undefined && { actor }) };
};

/**
 * Decides one command. Pure, and idempotent by reservation for ever: a command seen before is answered by the outcome
 * it had, whatever has happened since; what comes after a release is answered by the release.
 * @throws {RangeError} no history of the reservation leads to this command.
 */
export const decide = (
  command: StockCommand,
  known: { readonly stock: Stock | undefined; readonly reservation: Reservation },
  at: string,
): Decision => {
  const { reservation } = known;
  const outcome = answers[command.type].map((state) => reservation[state]).find((said) => said !== undefined);
  if (outcome !== undefined) return { outcome };
  const latest = latestOf(reservation);
  // Nothing was held. To say STOCK_REJECTED again would go round for ever: it made the saga say what led to this release.
  if (command.type === 'RELEASE' && latest?.state === 'REJECTED') return {};
  const { sku } = command;
  const stock = known.stock ?? emptyStock(sku);
  const state = nextState(command, stock, latest?.state);
  if (state === undefined) {
    const known = latest?.state ?? 'unknown';
    throw new RangeError(`${command.type} of ${sku} for ${ownerOf(command)}: its reservation is ${known}`);
  }
  const tombstone = command.type === 'RELEASE' && latest === undefined;
  const qty = tombstone ? 0 : (latest?.qty ?? command.qty);
  const after: Stock = { ...stock, ...moved(stock, qty, latest?.state, state), version: stock.version + 1 };
  const { version, available } = after;
  return {
    stock: after,
    outcome: { owner: ownerOf(command), sku, state, qty, version, available, at, ...saidBy(command) },
  };
};
