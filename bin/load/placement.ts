import pLimit from 'p-limit';
import { AnswerLog } from './answer-log.ts';
import { arrivals } from './arrivals.ts';
import type { LoadClock } from './load-clock.ts';
import type { LoadOrder } from './load-order.ts';
import { orderMaker } from './load-orders.ts';
import type { LoadReport } from './load-report.ts';
import type { LoadSettings } from './load-settings.ts';
import type { LoadTarget } from './load-target.ts';
import { openLoop } from './open-loop.ts';
import type { OrderTracker } from './order-tracker.ts';
import { randomOf } from './random.ts';
import { resolveUnknown } from './unknown-outcomes.ts';

interface PlacementDependencies {
  readonly target: Pick<LoadTarget, 'submit'>;
  readonly clock: LoadClock;
  readonly tracker: OrderTracker;
}

/** Places the orders of a run, each at its planned time. */
export class Placement {
  readonly log = new AnswerLog();
  measuredArrivals = 0;
  lastDueAt = 0;
  readonly #settings: LoadSettings;
  readonly #dependencies: PlacementDependencies;
  #arrived = 0;
  #answered = 0;

  constructor(settings: LoadSettings, dependencies: PlacementDependencies) {
    this.#settings = settings;
    this.#dependencies = dependencies;
  }

  /** Arrived and not answered. */
  get inFlight(): number {
    return this.#arrived - this.#answered;
  }

  /** Ends with the last answer. */
  async run(startAt: number, stop: AbortSignal): Promise<void> {
    const { clock } = this.#dependencies;
    const { arrivals: kind, clients, id, mix, rate, seconds, seed, warmupSeconds } = this.#settings;
    // Streams of their own: the same seed gives the same arrivals, whatever the orders have in them.
    const offsets = arrivals(kind, { rate, seconds: warmupSeconds + seconds }, randomOf(seed));
    const makeOrder = orderMaker(mix, randomOf(seed + 1));
    const limit = pLimit(clients);
    const measuredFrom = startAt + warmupSeconds * 1_000;
    await openLoop(offsets, startAt, { clock, signal: stop }, (index, dueAt) => {
      const isMeasured = dueAt >= measuredFrom;
      const order = { key: `${id}-${index}`, order: makeOrder(index), dueAt, isMeasured };
      this.#arrived += 1;
      if (isMeasured) this.measuredArrivals += 1;
      this.lastDueAt = dueAt;
      return limit(() => this.#send(order));
    });
  }

  async repeatUnknown(): Promise<LoadReport['repeated']> {
    const { target, clock } = this.#dependencies;
    const resolved = await resolveUnknown(target, this.log.unknown, clock);
    for (const { request, answer } of resolved) {
      // The repetition may have placed it: its latency would be that of the repetition.
      if (answer?.order !== undefined) this.#accept({ ...request, isMeasured: false }, answer.order.order_id);
    }
    return {
      requests: resolved.length,
      accepted: resolved.filter(({ answer }) => answer?.order !== undefined).length,
      unresolved: resolved.filter(({ answer }) => answer === undefined).length,
    };
  }

  async #send(order: LoadOrder): Promise<void> {
    const { target, clock } = this.#dependencies;
    const sentAt = clock.now();
    // Whatever breaks the exchange is an answer that did not come: the order may have been placed all the same.
    const answer = await target.submit(order.order, order.key).catch(() => undefined);
    this.log.record({ order, sentAt, answeredAt: clock.now(), ...(answer && { status: answer.status }) });
    this.#answered += 1;
    if (answer?.order !== undefined) this.#accept(order, answer.order.order_id);
  }

  #accept({ order, dueAt, isMeasured }: LoadOrder, orderId: string): void {
    this.#dependencies.tracker.accept({ orderId, dueAt, isMeasured, skus: order.items.map(({ sku }) => sku) });
  }
}
