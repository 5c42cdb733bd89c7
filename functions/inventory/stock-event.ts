import type { InventoryUpdatedEvent } from '../../schemas/generated/types.ts';
import { metadataOf } from '../../schemas/metadata.ts';
import { eventId } from '../shared/kernel/ids.ts';
import type { Reservation, ReservationState, StockCommand } from './domain.ts';

const types = {
  RESERVED: 'STOCK_RESERVED',
  REJECTED: 'STOCK_REJECTED',
  COMMITTED: 'STOCK_COMMITTED',
  RELEASED: 'STOCK_RELEASED',
  ADJUSTED: 'STOCK_ADJUSTED',
  REFUSED: 'STOCK_ADJUSTED',
} as const satisfies Record<ReservationState, InventoryUpdatedEvent['type']>;

/**
 * What the ledger says of a decision: made of the stored outcome, and of what all commands of one order share, so that it
 * has the same bytes however often and by whichever command it is asked for.
 */
export const stockEvent = (
  reservation: Reservation,
  answer: ReservationState,
  command: StockCommand,
): InventoryUpdatedEvent => {
  const { owner, sku, qty, outcomes } = reservation;
  const outcome = outcomes[answer];
  if (outcome === undefined) throw new RangeError(`Reservation of ${sku} for ${owner} has never been ${answer}`);
  const { version, available, at } = outcome;
  const shared = {
    event_id: eventId(owner, types[answer], sku),
    timestamp: at,
    metadata: metadataOf(types[answer], {
      correlation_id: command.metadata.correlation_id,
      source: 'inventory/ledger',
    }),
    trace_id: command.trace_id,
    sku,
    reservation_id: command.reservation_id,
    available,
    version,
    processed_at: at,
  };
  const line = { ...shared, order_id: owner };
  switch (answer) {
    case 'RESERVED':
      return { type: types[answer], ...line, state: answer, delta: -qty };
    case 'REJECTED':
      return { type: types[answer], ...line, state: answer, delta: 0, reason: 'OUT_OF_STOCK' };
    case 'COMMITTED':
      return { type: types[answer], ...line, state: answer, delta: 0 };
    case 'RELEASED':
      // A tombstone gives nothing back.
      return { type: types[answer], ...line, state: answer, delta: outcomes.RESERVED === undefined ? 0 : qty };
    case 'ADJUSTED':
      return { type: types[answer], ...shared, state: answer, delta: qty };
    case 'REFUSED':
      return { type: types[answer], ...shared, state: answer, delta: 0, reason: 'OUT_OF_RANGE' };
  }
};
