import type { Adjust, StockLevel } from '../../../schemas/generated/types.ts';
import { metadataOf } from '../../../schemas/metadata.ts';
import { type Clock, timestamp } from '../../shared/kernel/clock.ts';
import { eventId } from '../../shared/kernel/ids.ts';
import type { Deadline, EventSink } from '../../shared/runtime/idioms/idiom.ts';
import type { StockReader } from '../model/ports.ts';
import type { Outcome } from '../model/stock-domain.ts';

type Movement = StockLevel['movements'][number];

const movementOf = ({ owner, sku: _sku, orderedAt: _orderedAt, ...outcome }: Outcome): Movement => ({
  ...outcome,
  ...(outcome.state === 'ADJUSTED' || outcome.state === 'REFUSED' ? { adjustment_id: owner } : { order_id: owner }),
});

/** The stock of a SKU, with its latest movements; undefined if it never had any. */
export const stockLevel =
  (stocks: StockReader) =>
  async (sku: string): Promise<StockLevel | undefined> => {
    const record = await stocks.find(sku);
    return record && { ...record.stock, movements: record.log.toReversed().map(movementOf) };
  };

export interface Adjustment {
  readonly sku: string;
  readonly qty: number;
  readonly reason?: string;
  /** Repetitions with this id are one adjustment. */
  readonly id: string;
  /** The operator, as the audit trail names it. */
  readonly actor: string;
  readonly deadline: Deadline;
}

/**
 * Requests a correction of a stock from the ledger. Trace and correlation id derive from the adjustment's id, so that
 * the resulting event has the same bytes at every repetition.
 */
export const adjustStock =
  ({ events, clock }: { readonly events: EventSink; readonly clock: Clock }) =>
  async ({ sku, qty, reason, id, actor, deadline }: Adjustment): Promise<void> => {
    const command: Adjust = {
      type: 'ADJUST',
      event_id: eventId(id, 'ADJUST', sku),
      timestamp: timestamp(clock),
      metadata: metadataOf('ADJUST', { correlation_id: id, source: 'inventory/admin', actor }),
      trace_id: id.replaceAll('-', ''),
      sku,
      reservation_id: id,
      qty,
      ...(reason !== undefined && { reason }),
    };
    await events.emit([command], deadline);
  };
