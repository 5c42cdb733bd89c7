import { Looks } from '../../functions/ops/model/looks-domain.ts';
import { pipelineFigures } from '../../functions/ops/model/pipeline-figures-domain.ts';
import type { AnalyticsHealth, AnalyticsOrders, Pipeline } from '../../schemas/generated/types.ts';
import { NoAnswer } from '../client/no-answer.ts';
import type { OperatorApi } from '../client/operator-api.ts';
import { ApiProblem } from '../client/orders-api.ts';
import { type LoadClock, repeatedly } from '../load/load-clock.ts';
import type { WatchDisplay } from './watch-display.ts';

export interface WatchOptions {
  readonly intervalMs: number;
  /** Two looks, of which the second is shown with the rates between them. */
  readonly once: boolean;
}

interface WatchPorts {
  readonly operator: Pick<OperatorApi, 'send'>;
  readonly clock: LoadClock;
  readonly display: WatchDisplay;
  readonly stop: AbortSignal;
}

/** The views' own look at Kafka is the dearer one. */
const ordersEveryMs = 10_000;

/** A busy platform answers again later, a refusal stays one. */
const mayRecover = (error: unknown): error is Error =>
  error instanceof NoAnswer || (error instanceof ApiProblem && (error.status >= 500 || error.status === 429));

/** Counted by the views; undefined where they do not answer. */
const readOrders = async ({ operator }: WatchPorts): Promise<AnalyticsOrders | undefined> => {
  try {
    return ((await operator.send('GET', '/admin/analytics/health')).body as AnalyticsHealth).orders;
  } catch (error) {
    if (mayRecover(error)) return undefined;
    throw error;
  }
};

/**
 * Shows looks until it is stopped. A look that fails is reported, and the next one tried.
 * @throws {ApiProblem} the operator may not look.
 * @throws {NoAnswer} with `once`.
 */
export const runWatch = async (ports: WatchPorts, { intervalMs, once }: WatchOptions): Promise<void> => {
  const { operator, clock, display, stop } = ports;
  const looks = new Looks();
  let orders: AnalyticsOrders | undefined;
  let ordersAt = Number.NEGATIVE_INFINITY;
  const look = async (shown: boolean): Promise<void> => {
    const pipeline = (await operator.send('GET', '/admin/pipeline')).body as Pipeline;
    if (clock.now() - ordersAt >= ordersEveryMs) {
      orders = await readOrders(ports);
      ordersAt = clock.now();
    }
    const figures = pipelineFigures(pipeline, looks.add(pipeline), orders);
    if (shown && !stop.aborted) display.show(figures);
  };
  if (once) {
    await look(false);
    await clock.until(clock.now() + intervalMs, stop);
    await look(true);
    return;
  }
  const attempt = async (): Promise<void> => {
    try {
      await look(true);
    } catch (error) {
      if (!mayRecover(error)) throw error;
      if (!stop.aborted) display.fail(error.message);
    }
  };
  await attempt();
  await repeatedly(clock, intervalMs, stop, attempt);
};
