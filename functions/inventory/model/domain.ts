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

/** Whose reservation a command is about: the order's, or for an adjustment its own. */
export const ownerOf = (command: StockCommand): string =>
  command.type === 'ADJUST' ? command.reservation_id : command.order_id;

/** What a command does: the stock to keep (absent when all was decided before) and the outcome that answers it, if any. */
export interface Decision {
  readonly stock?: Stock;
  readonly outcome?: Outcome;
}

/** The states that answer a command where the reservation has been in one of them, the command's own outcome first. */
const answers: Readonly<Record<StockCommand['type'], readonly ReservationState[]>> = {
  RESERVE: ['RESERVED', 'REJECTED', 'RELEASED'],
  COMMIT: ['COMMITTED', 'REJECTED', 'RELEASED'],
  RELEASE: ['RELEASED'],
  ADJUST: ['ADJUSTED', 'REFUSED'],
};

/** Units of a SKU come in by adjustments alone, and what is reserved or sold may come back: all of them have to be countable. */
const adjustmentState = ({ available, reserved, sold }: Stock, { qty }: Adjust): ReservationState => {
  const isInRange = qty < 0 ? available + qty >= 0 : Number.isSafeInteger(available + reserved + sold + qty);
  return isInRange ? 'ADJUSTED' : 'REFUSED';
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
  const outcome = answers[command.type].map((state) => reservation[state]).find((emitted) => emitted !== undefined);
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
