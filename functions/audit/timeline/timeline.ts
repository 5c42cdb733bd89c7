import type { OrderTimeline } from '../../../schemas/generated/types.ts';
import type { Digest } from '../model/domain.ts';
import type { AuditStore } from '../model/ports.ts';
import { timelineSteps } from '../model/timeline-domain.ts';
import { chainFaults } from '../model/verification-domain.ts';

export interface TimelinePorts {
  readonly store: AuditStore;
  readonly digest: Digest;
}

/** The timeline of an order, and whether its audit trail verifies; undefined if it has none. */
export const orderTimeline =
  ({ store, digest }: TimelinePorts) =>
  async (orderId: string): Promise<OrderTimeline | undefined> => {
    const pages = await store.pagesOf(orderId);
    if (pages.length === 0) return undefined;
    return {
      order_id: orderId,
      verified: chainFaults(digest, orderId, pages).length === 0,
      steps: [...timelineSteps(pages.flatMap(({ records }) => records))],
    };
  };
