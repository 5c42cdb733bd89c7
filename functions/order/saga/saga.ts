import { type Clock, timestamp } from '../../shared/kernel/clock.ts';
import type { DomainEvent } from '../../shared/runtime/idioms/domain-event.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { Rejection, Transition, Transitioned } from '../../shared/runtime/idioms/transition.ts';
import { secondsAfter } from '../model/deadlines-domain.ts';
import type { Orders, Sagas } from '../model/ports.ts';
import { reactionTo } from '../model/saga-domain.ts';
import { emittedStates, eventOf, needsDocument } from '../model/saga-events-domain.ts';
import { answersForCancel, contributionOf, type JoinEvent, joinStep } from '../model/saga-joins-domain.ts';
import { isJoin, type MovingEvent, noteOf, type SagaEvent, stepOf } from '../model/saga-moves-domain.ts';
import { type SagaRecord, stateOf } from '../model/saga-record-domain.ts';

export interface SagaPorts {
  readonly orders: Orders;
  readonly sagas: Sagas;
  readonly clock: Clock;
  /** How long an order may stand in one state that the platform itself is to end. */
  readonly stepSeconds: number;
}

interface Settled {
  readonly record: SagaRecord | undefined;
  readonly rejected: readonly Rejection<SagaEvent>[];
  /** Events whose steps these events have to say. */
  readonly causes: readonly (string | undefined)[];
}

const refusal = (event: SagaEvent, record: SagaRecord | undefined): Rejection<SagaEvent> => ({
  event,
  cause: `${event.type} cannot happen to an order that is ${record?.created?.status ?? 'not known'}`,
});

/**
 * Adds the lines' outcomes; whoever sees the join complete makes the step, and one does. Who saw it complete and came second
 * says it too: the first may have been an invocation that is given up already, and may die before it speaks.
 */
const join = async (
  { orders, sagas, clock, stepSeconds }: SagaPorts,
  orderId: string,
  events: readonly JoinEvent[],
): Promise<Settled> => {
  const contribution = contributionOf(events);
  const now = timestamp(clock);
  const dueAt = secondsAfter(now, stepSeconds);
  const [merged] = await Promise.all([
    sagas.merge(orderId, contribution, dueAt),
    contribution.created && orders.confirm(contribution.created),
  ]);
  const step = joinStep(merged, { at: now, cause: events.at(-1)?.event_id ?? '' }, dueAt);
  const record = step === undefined ? merged : ((await sagas.advance(orderId, step)).record ?? merged);
  const state = record.created?.status;
  const impossible = state !== undefined && reactionTo(state, 'LINE_REJECTED') === 'reject';
  const rejected = impossible ? events.filter(({ type }) => type === 'STOCK_REJECTED') : [];
  const { history } = record;
  const made = step && history[step.to]?.cause;
  const owed = answersForCancel(contribution, record) ? history.CANCELLED?.cause : undefined;
  return {
    record,
    rejected: rejected.map((event) => refusal(event, record)),
    causes: [...events.map(({ event_id }) => event_id), made, owed],
  };
};

/** What is asked of an order before it is known is stored with it, and looked at as soon as it is. */
const reactionOf = (record: SagaRecord | undefined, { type }: MovingEvent) => {
  if (record?.created !== undefined) return reactionTo(record.created.status, type);
  return type === 'ORDER_CANCEL_REQUESTED' && record?.requests.CANCEL !== undefined ? 'ignore' : 'reject';
};

/** One write where the order stands as expected; otherwise the record that did not let it tells why. */
const move = async ({ sagas, clock }: SagaPorts, orderId: string, event: MovingEvent): Promise<Settled> => {
  const step = stepOf(event, timestamp(clock));
  const first = step ? await sagas.advance(orderId, step) : await sagas.note(orderId, noteOf(event));
  const reaction = reactionOf(first.record, event);
  const noted = !first.made && reaction === 'record';
  const { made, record } = noted ? await sagas.note(orderId, noteOf(event)) : first;
  const causes = [event.event_id];
  if (made || reaction === 'ignore') return { record, rejected: [], causes };
  if (reaction === 'reject') return { record, rejected: [refusal(event, record)], causes };
  throw new TransientError(`Order ${orderId} came to be ${stateOf(record)} while ${event.type} was applied`);
};

/** What the record remembers that these events caused: the same, however often they are delivered. */
const emissions = async ({ orders }: SagaPorts, { record, causes }: Settled): Promise<readonly DomainEvent[]> => {
  if (record === undefined) return [];
  const emitted = emittedStates.filter(
    (state) => record.history[state] && causes.includes(record.history[state].cause),
  );
  const document = emitted.some(needsDocument) ? await orders.find(record.order_id) : undefined;
  return emitted.map((state) => {
    const event = eventOf(state, record, document);
    if (event === undefined) throw new TransientError(`Order ${record.order_id} has no document yet`);
    return event;
  });
};

const settle =
  (ports: SagaPorts) =>
  async (orderId: string, events: readonly SagaEvent[]): Promise<Transitioned<SagaEvent>> => {
    const joins = events.filter(isJoin);
    let settled: Settled = { record: undefined, rejected: [], causes: [] };
    if (joins.length > 0) settled = await join(ports, orderId, joins);
    for (const event of events.filter((one) => !isJoin(one))) {
      const { record, rejected, causes } = await move(ports, orderId, event);
      settled = { record, rejected: [...settled.rejected, ...rejected], causes: [...settled.causes, ...causes] };
    }
    return { emit: await emissions(ports, settled), rejected: settled.rejected };
  };

/** Orders settled at one time: enough to hide DynamoDB's latency, few enough not to be throttled. */
const concurrency = 16;

/** The order saga: joins an order's lines, then follows its payment, its shipment and what is asked of it. */
export const orderSaga = (ports: SagaPorts): Transition<SagaEvent> => ({
  key: ({ order_id }) => order_id,
  apply: settle(ports),
  concurrency,
});
