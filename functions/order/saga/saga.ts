import { type Clock, timestamp } from '../../shared/kernel/clock.ts';
import type { DomainEvent } from '../../shared/runtime/idioms/domain-event.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { Rejection, Transition, Transitioned } from '../../shared/runtime/idioms/transition.ts';
import { secondsAfter } from '../model/deadlines-domain.ts';
import type { Orders, Sagas } from '../model/ports.ts';
import { reactionTo } from '../model/saga-domain.ts';
import { emittedStates, eventOf, needsDocument } from '../model/saga-events-domain.ts';
import { contributionOf, type JoinEvent, joinStep, reEmitsCancel } from '../model/saga-joins-domain.ts';
import { isJoin, type MovingEvent, noteOf, type SagaEvent, stepOf } from '../model/saga-moves-domain.ts';
import { type SagaRecord, stateOf } from '../model/saga-record-domain.ts';

export interface SagaPorts {
  readonly orders: Orders;
  readonly sagas: Sagas;
  readonly clock: Clock;
  /** How long an order may stay in one automatic step before the sweep repairs it. */
  readonly stepSeconds: number;
}

interface Applied {
  readonly record: SagaRecord | undefined;
  readonly rejected: readonly Rejection<SagaEvent>[];
  /** Ids of events: the states of the record that one of them caused are emitted. */
  readonly causes: readonly (string | undefined)[];
}

const rejection = (event: SagaEvent, record: SagaRecord | undefined): Rejection<SagaEvent> => ({
  event,
  cause: `${event.type} cannot happen to an order that is ${record?.created?.status ?? 'not known'}`,
});

/**
 * Adds the lines' outcomes; one of the writers that see the join complete makes the step. The others emit it too: the winner may
 * be a zombie whose batch its successor has acknowledged, so that nothing redelivers the step's cause (ADR 0018).
 */
const join = async (
  { orders, sagas, clock, stepSeconds }: SagaPorts,
  orderId: string,
  events: readonly JoinEvent[],
): Promise<Applied> => {
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
  const pending = reEmitsCancel(contribution, record) ? history.CANCELLED?.cause : undefined;
  return {
    record,
    rejected: rejected.map((event) => rejection(event, record)),
    causes: [...events.map(({ event_id }) => event_id), made, pending],
  };
};

/** A cancel that precedes ORDER_CREATED is stored with the request, and applied by the join. */
const reactionOf = (record: SagaRecord | undefined, { type }: MovingEvent) => {
  if (record?.created !== undefined) return reactionTo(record.created.status, type);
  return type === 'ORDER_CANCEL_REQUESTED' && record?.requests.CANCEL !== undefined ? 'ignore' : 'reject';
};

/** One write if the order is in the expected state; otherwise the record explains why not. */
const move = async ({ sagas, clock }: SagaPorts, orderId: string, event: MovingEvent): Promise<Applied> => {
  const step = stepOf(event, timestamp(clock));
  const first = step ? await sagas.advance(orderId, step) : await sagas.note(orderId, noteOf(event));
  const reaction = reactionOf(first.record, event);
  const noted = !first.made && reaction === 'record';
  const { made, record } = noted ? await sagas.note(orderId, noteOf(event)) : first;
  const causes = [event.event_id];
  if (made || reaction === 'ignore') return { record, rejected: [], causes };
  if (reaction === 'reject') return { record, rejected: [rejection(event, record)], causes };
  throw new TransientError(`Order ${orderId} came to be ${stateOf(record)} while ${event.type} was applied`);
};

/** The stored events that these events caused: the same at every delivery. */
const emissions = async ({ orders }: SagaPorts, { record, causes }: Applied): Promise<readonly DomainEvent[]> => {
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

const applyEvents =
  (ports: SagaPorts) =>
  async (orderId: string, events: readonly SagaEvent[]): Promise<Transitioned<SagaEvent>> => {
    const joins = events.filter(isJoin);
    let applied: Applied = { record: undefined, rejected: [], causes: [] };
    if (joins.length > 0) applied = await join(ports, orderId, joins);
    for (const event of events.filter((one) => !isJoin(one))) {
      const { record, rejected, causes } = await move(ports, orderId, event);
      applied = { record, rejected: [...applied.rejected, ...rejected], causes: [...applied.causes, ...causes] };
    }
    return { emit: await emissions(ports, applied), rejected: applied.rejected };
  };

/** Concurrent orders: enough to hide DynamoDB's latency, few enough to avoid throttling. */
const concurrency = 16;

/** The order saga: joins an order's lines, then follows its payment, its shipment and its requests. */
export const orderSaga = (ports: SagaPorts): Transition<SagaEvent> => ({
  key: ({ order_id }) => order_id,
  apply: applyEvents(ports),
  concurrency,
});
