import type { OrderState, OrderStatus } from '../../../schemas/generated/types.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import type { Pause, WaitSlots } from '../model/ports.ts';
import { isTerminal } from '../model/saga-domain.ts';
import { stateOf } from '../model/saga-record-domain.ts';
import { type OrderQuery, type OwnOrder, ownOrder, type ReadPorts, statusAnswer } from '../status/status.ts';

export interface WaitPorts extends ReadPorts {
  readonly slots: WaitSlots;
  readonly clock: Clock;
  readonly pause: Pause;
}

export interface WaitQuery extends OrderQuery {
  /** The last state that the client saw; the current one if absent. */
  readonly after?: OrderState;
  readonly waitMs: number;
  readonly deadline: Deadline;
}

/** `busy`: the client has as many waits in flight as it may. */
export type NotAwaited = 'no-order' | 'busy';

/** Between two reads of the record; milliseconds. */
const polls = { first: 20, growth: 1.5, longest: 400 } as const;
/** Reserved for the answer; milliseconds. */
const reserveMs = 1_000;

/** The order's status once it differs from the one that the client saw, or is terminal, or the wait ends. */
export const nextStatus =
  (ports: WaitPorts) =>
  async (query: WaitQuery): Promise<Result<OrderStatus, NotAwaited>> => {
    const { client, waitMs, deadline } = query;
    let order = await ownOrder(ports, query);
    if (order === undefined) return err('no-order');
    const seen = query.after ?? stateOf(order);
    const now = (): number => ports.clock.now().getTime();
    const longest = Math.min(waitMs, deadline.remainingMs() - reserveMs);
    const isOver = (one: OwnOrder): boolean => isTerminal(stateOf(one)) || stateOf(one) !== seen;
    if (isOver(order) || longest <= 0) return ok(statusAnswer(order));
    const release = await ports.slots.take(client, longest);
    if (release === undefined) return err('busy');
    try {
      const until = now() + longest;
      for (
        let pollMs: number = polls.first;
        !isOver(order) && now() < until;
        pollMs = Math.min(pollMs * polls.growth, polls.longest)
      ) {
        await ports.pause(Math.min(pollMs, Math.max(1, until - now())));
        order = (await ownOrder(ports, query)) ?? order;
      }
      return ok(statusAnswer(order));
    } finally {
      await release();
    }
  };
