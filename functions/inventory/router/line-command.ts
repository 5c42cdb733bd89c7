import type { Commit, Release, Reserve } from '../../../schemas/generated/types.ts';
import { metadataOf } from '../../../schemas/metadata.ts';
import { eventId, reservationId } from '../../shared/kernel/ids.ts';
import type { Line } from '../model/ports.ts';

export type LineCommand = Reserve | Commit | Release;

/** The event of the order that caused a command. */
interface Cause {
  readonly order_id: string;
  readonly timestamp: string;
  /** When the order was placed; unknown from a hold of an earlier release. */
  readonly ordered_at: string | undefined;
  readonly trace_id: string;
  readonly correlation_id: string;
  /** The function that emits it. */
  readonly source: string;
  /** Reason of a release. Each reason has commands of its own, or two with one id would differ. */
  readonly reason?: string;
}

/** A function of its cause alone, so that it always has the same bytes. */
export const lineCommand = <T extends LineCommand['type']>(type: T, cause: Cause, { sku, qty }: Line) => {
  const { order_id, timestamp, ordered_at, trace_id, correlation_id, source, reason } = cause;
  return {
    type,
    event_id: eventId(order_id, type, reason === undefined ? sku : `${sku} ${reason}`),
    timestamp,
    metadata: metadataOf(type, { correlation_id, source }),
    trace_id,
    sku,
    order_id,
    reservation_id: reservationId(order_id, sku),
    ...(ordered_at !== undefined && { ordered_at }),
    qty,
    ...(reason !== undefined && { reason }),
  };
};
