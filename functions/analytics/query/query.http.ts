import type { Clock } from '../../shared/kernel/clock.ts';
import type { Route } from '../../shared/runtime/http/http-handler.ts';
import { problem } from '../../shared/runtime/http/problem.ts';
import { json } from '../../shared/runtime/http/response.ts';
import type { ViewReader } from '../model/ports.ts';
import { spanOf } from '../model/span-domain.ts';
import { analyticsHealth, type HealthPorts } from './health.ts';
import { analytics } from './query.ts';

/** `GET /admin/analytics?from=<date or time>&to=<date or time>`. */
export const analyticsRoute =
  ({ views, clock }: { readonly views: ViewReader; readonly clock: Clock }): Route =>
  async (request) => {
    const span = spanOf({ from: request.query('from'), to: request.query('to') }, clock.now().getTime());
    if (!span.ok) return problem('malformed-request', { detail: span.error });
    return json(200, await analytics({ views })(span.value));
  };

/** `GET /admin/analytics/health`. */
export const analyticsHealthRoute =
  (ports: HealthPorts): Route =>
  async () =>
    json(200, await analyticsHealth(ports)());
