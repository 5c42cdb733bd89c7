import type { OrderState } from '../../../schemas/generated/types.ts';
import type { Route } from '../../shared/runtime/http/http-handler.ts';
import { problem } from '../../shared/runtime/http/problem.ts';
import { json } from '../../shared/runtime/http/response.ts';
import { states } from '../model/saga-domain.ts';
import { noOrder, orderIdOf } from '../requests/order-id.http.ts';
import { longestWaitSeconds, secondsOfWait } from '../status/wait-seconds.http.ts';
import { nextStatus, type WaitPorts } from './wait.ts';

const isState = (text: string): text is OrderState => states.some((state) => state === text);

const busy = () =>
  problem('throttled', {
    detail: 'As many waits are under way as one client may have. Ask for the status without wait, or wait later',
    retryAfterSeconds: 1,
  });

/** `GET /orders/{id}/status/next?after=<state>&wait=<seconds, at most 20>`. */
export const nextStatusRoute =
  (ports: WaitPorts): Route =>
  async (request) => {
    const seconds = secondsOfWait(request, longestWaitSeconds);
    if (!seconds.ok) return seconds.error;
    const after = request.query('after');
    if (after !== undefined && !isState(after)) {
      return problem('malformed-request', { detail: `after is one of ${states.join(', ')}` });
    }
    const orderId = orderIdOf(request);
    if (orderId === undefined) return noOrder();
    const status = await nextStatus(ports)({
      orderId,
      client: request.client,
      ...(after !== undefined && { after }),
      waitMs: seconds.value * 1_000,
      deadline: request,
    });
    if (status.ok) return json(200, status.value);
    return status.error === 'busy' ? busy() : noOrder();
  };
