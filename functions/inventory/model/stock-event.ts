import type { InventoryUpdatedEvent } from '../../../schemas/generated/types.ts';
import { metadataOf } from '../../../schemas/metadata.ts';
import { eventId } from '../../shared/kernel/ids.ts';
import type { StockCommand } from './domain.ts';
import type { Outcome, ReservationState } from './stock-domain.ts';

const types = {
  RESERVED: 'STOCK_RESERVED',
  REJECTED: 'STOCK_REJECTED',
  COMMITTED: 'STOCK_COMMITTED',
  RELEASED: 'STOCK_RELEASED',
  ADJUSTED: 'STOCK_ADJUSTED',
  REFUSED: 'STOCK_ADJUSTED',
} as const satisfies Record<ReservationState, InventoryUpdatedEvent['type']>;

/**
 * The ledger's event of an outcome: a function of the outcome and of fields shared by all commands of the order, so
 * that it has the same bytes at every repetition, by any of these commands.
 */
export const stockEvent = (outcome: Outcome, command: StockCommand): InventoryUpdatedEvent => {
  const { owner, sku, state, qty, version, available, at, reason, actor } = outcome;
  const shared = {
    event_id: eventId(owner, types[state], sku),
    timestamp: at,
    metadata: metadataOf(types[state], {
      correlation_id: command.metadata.correlation_id,
      source: 'inventory/ledger',
      actor,
    }),
    trace_id: command.trace_id,
    sku,
    reservation_id: command.reservation_id,
    available,
    version,
    processed_at: at,
  };
  const line = { ...shared, order_id: owner };
  switch (state) {
    case 'RESERVED':
      return { type: types[state], ...line, state, delta: -qty };
    case 'REJECTED':
      return { type: types[state], ...line, state, delta: 0, reason: 'OUT_OF_STOCK' };
    case 'COMMITTED':
      return { type: types[state], ...line, state, delta: 0 };
    case 'RELEASED':
      return { type: types[state], ...line, state, delta: qty, ...(reason !== undefined && { reason }) };
    case 'ADJUSTED':
      return { type: types[state], ...shared, state, delta: qty, ...(reason !== undefined && { reason }) };
    case 'REFUSED':
      return { type: types[state], ...shared, state, delta: 0, reason: 'OUT_OF_RANGE' };
  }
};
