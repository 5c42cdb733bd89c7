import type { Commit, Release, Reserve } from '../../../schemas/generated/types.ts';
import { metadataOf } from '../../../schemas/metadata.ts';
import { eventId, reservationId } from '../../shared/kernel/ids.ts';
import type { Line } from '../model/ports.ts';

export type LineCommand = Reserve | Commit | Release;

/** What caused a command: an event of the order. */
interface Cause {
  readonly order_id: string;
  readonly timestamp: string;
  readonly trace_id: string;
  readonly correlation_id: string;
  /** The function that emits it. */
  readonly source: string;
  /** Of a release. Each reason has commands of its own, or two of one id would differ. */
  readonly reason?: string;
}

/** Made of nothing but its cause, so that it has the same bytes whenever it is made. */
export const lineCommand = <T extends LineCommand['type']>(type: T, cause: Cause, { sku, qty }: Line) => {
  const { order_id, timestamp, trace_id, correlation_id, source, reason } = cause;
  return {
    type,
    event_id: eventId(order_id, type, reason === undefined ? sku : `${sku} ${reason}`),
    timestamp,
    metadata: metadataOf(type, { correlation_id, source }),
    trace_id,
    sku,
    order_id,
    reservation_id: reservationId(order_id, sku),
    qty,
    ...(reason !== undefined && { reason }),
  };
};
