import type { Route } from '../../shared/runtime/http/http-handler.ts';
import { problem } from '../../shared/runtime/http/problem.ts';
import { json } from '../../shared/runtime/http/response.ts';
import { orderTimeline, type TimelinePorts } from './timeline.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** `GET /admin/orders/{id}/timeline`, for operators. */
export const orderTimelineRoute =
  (ports: TimelinePorts): Route =>
  async (request) => {
    const orderId = request.parameter('id').toLowerCase();
    const timeline = uuid.test(orderId) ? await orderTimeline(ports)(orderId) : undefined;
    return timeline === undefined
      ? problem('not-found', { detail: 'The audit trail has no records of this order' })
      : json(200, timeline);
  };
