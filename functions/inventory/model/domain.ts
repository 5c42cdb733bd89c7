import type { Adjust, InventoryCommandsEvent } from '../../../schemas/generated/types.ts';
import {
  emptyStock,
  latestOf,
  moved,
  type Outcome,
  type Reservation,
  type ReservationState,
  type Stock,
} from './stock-domain.ts';

export type StockCommand = InventoryCommandsEvent;

/** The owner of the command's reservation: the order, or the adjustment itself. */
export const ownerOf = (command: StockCommand): string =>
  command.type === 'ADJUST' ? command.reservation_id : command.order_id;

/** When the command's order was placed; unknown for an adjustment, and for a command of an earlier release. */
export const orderedAt = (command: StockCommand): string | undefined =>
  command.type === 'ADJUST' ? undefined : command.ordered_at;

/** The result of a command: the changed stock (absent if an earlier outcome answers) and the outcome, if any. */
export interface Decision {
  readonly stock?: Stock;
  readonly outcome?: Outcome;
}

/** Reservation states that answer a command, the command's own outcome first. */
const answers: Readonly<Record<StockCommand['type'], readonly ReservationState[]>> = {
  RESERVE: ['RESERVED', 'REJECTED', 'RELEASED'],
  COMMIT: ['COMMITTED', 'REJECTED', 'RELEASED'],
  RELEASE: ['RELEASED'],
  ADJUST: ['ADJUSTED', 'REFUSED'],
};

/** Only adjustments add units of a SKU, and reserved and sold units may return: their sum must stay a safe integer. */
const adjustmentState = ({ available, reserved, sold }: Stock, { qty }: Adjust): ReservationState => {
  const isInRange = qty < 0 ? available + qty >= 0 : Number.isSafeInteger(available + reserved + sold + qty);
  return isInRange ? 'ADJUSTED' : 'REFUSED';
};

/** The state that a command without an earlier outcome leads to; undefined if the transition is invalid. */
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
      // Without a reservation this is a tombstone (a stored outcome, not Kafka's null record): a later RESERVE finds it released.
      return from === undefined || from === 'RESERVED' || from === 'COMMITTED' ? 'RELEASED' : undefined;
    case 'ADJUST':
      return from ? undefined : adjustmentState(stock, command);
  }
};

/** Reason and actor of the command, which the outcome keeps. */
const detailsOf = (command: StockCommand): Pick<Outcome, 'reason' | 'actor'> => {
  if (command.type === 'RESERVE' || command.type === 'COMMIT') return {};
  const { reason, metadata } = command;
  const actor = command.type === 'ADJUST' ? metadata.actor : undefined;
  return { ...(reason !== undefined && { reason }), ...(actor !== undefined && { actor }) };
};

/**
 * Decides one command. Pure, and idempotent by reservation for ever: a repeated command gets its first outcome,
 * whatever has happened since; a command without an outcome of its own gets that of the release.
 * @throws {RangeError} no history of the reservation leads to this command.
 */
export const decide = (
  command: StockCommand,
  known: { readonly stock: Stock | undefined; readonly reservation: Reservation },
  at: string,
): Decision => {
  const { reservation } = known;
  const outcome = answers[command.type].map((state) => reservation[state]).find((emitted) => emitted !== undefined);
  if (outcome !== undefined) return { outcome };
  const latest = latestOf(reservation);
  // No units were held. Another STOCK_REJECTED would loop for ever: the first one made the saga emit the cancel behind
  // this release.
  if (command.type === 'RELEASE' && latest?.state === 'REJECTED') return {};
  const { sku } = command;
  const stock = known.stock ?? emptyStock(sku);
  const state = nextState(command, stock, latest?.state);
  if (state === undefined) {
    const current = latest?.state ?? 'unknown';
    throw new RangeError(`${command.type} of ${sku} for ${ownerOf(command)}: its reservation is ${current}`);
  }
  const tombstone = command.type === 'RELEASE' && latest === undefined;
  const qty = tombstone ? 0 : (latest?.qty ?? command.qty);
  const after: Stock = { ...stock, ...moved(stock, qty, latest?.state, state), version: stock.version + 1 };
  const { version, available } = after;
  const placed = orderedAt(command);
  return {
    stock: after,
    outcome: {
      ...{ owner: ownerOf(command), sku, state, qty, version, available, at },
      ...(placed !== undefined && { orderedAt: placed }),
      ...detailsOf(command),
    },
  };
};
