import { type Clock, timestamp } from '../shared/kernel/clock.ts';
import type { DomainEvent } from '../shared/runtime/idioms/domain-event.ts';
import { TransientError } from '../shared/runtime/idioms/transient-error.ts';
import type { Rejection, Transition, Transitioned } from '../shared/runtime/idioms/transition.ts';
import type { Orders, Sagas } from './ports.ts';
import {
  contributionOf,
  joinStep,
  orderCancelled,
  orderProcessing,
  type PaymentEvent,
  paymentStep,
  reactionTo,
  type SagaEvent,
  type SagaRecord,
} from './saga-domain.ts';

export interface SagaPorts {
  readonly orders: Orders;
  readonly sagas: Sagas;
  readonly clock: Clock;
}

type JoinEvent = Exclude<SagaEvent, PaymentEvent>;
const isPayment = (event: SagaEvent): event is PaymentEvent =>
  event.type === 'ORDER_PAID' || event.type === 'PAYMENT_FAILED';

interface Settled {
  readonly record: SagaRecord | undefined;
  readonly rejected: readonly Rejection<SagaEvent>[];
}

const refusal = (event: SagaEvent, record: SagaRecord | undefined): Rejection<SagaEvent> => ({
  event,
  cause: `${event.type} cannot happen to an order that is ${record?.created?.status ?? 'not known'}`,
});

/** Adds the lines' outcomes; whoever sees the join complete makes the step, and one does. */
const join = async (
  { orders, sagas, clock }: SagaPorts,
  orderId: string,
  events: readonly JoinEvent[],
): Promise<Settled> => {
  const contribution = contributionOf(events);
  const [merged] = await Promise.all([
    sagas.merge(orderId, contribution),
    contribution.created && orders.confirm(contribution.created),
  ]);
  const cause = events.at(-1)?.event_id ?? '';
  const step = joinStep(merged, { at: timestamp(clock), cause });
  const record = step === undefined ? merged : ((await sagas.advance(orderId, step)).record ?? merged);
  const state = record.created?.status;
  const impossible = state !== undefined && reactionTo(state, 'LINE_REJECTED') === 'reject';
  const rejected = impossible ? events.filter(({ type }) => type === 'STOCK_REJECTED') : [];
  return { record, rejected: rejected.map((event) => refusal(event, record)) };
};

/** One write where the order stands as expected; otherwise the record that did not let it tells why. */
const settlePayment = async ({ sagas, clock }: SagaPorts, orderId: string, event: PaymentEvent): Promise<Settled> => {
  const { made, record } = await sagas.advance(orderId, paymentStep(event, timestamp(clock)));
  const state = record?.created?.status;
  if (made) return { record, rejected: [] };
  const reaction = state === undefined ? 'reject' : reactionTo(state, event.type);
  if (reaction === 'reject') return { record, rejected: [refusal(event, record)] };
  if (reaction === 'ignore') return { record, rejected: [] };
  throw new TransientError(`Order ${orderId} came to be ${state} while ${event.type} was applied`);
};

/** What the record remembers that these events caused: the same, however often they are delivered. */
const emissions = async (
  { orders }: SagaPorts,
  record: SagaRecord | undefined,
  events: readonly SagaEvent[],
): Promise<readonly DomainEvent[]> => {
  if (record?.created === undefined) return [];
  const ids = new Set(events.map(({ event_id }) => event_id));
  const { PROCESSING, CANCELLED } = record.history;
  const emit: DomainEvent[] = [];
  if (PROCESSING !== undefined && ids.has(PROCESSING.cause)) {
    emit.push(orderProcessing(record.order_id, record.created, PROCESSING));
  }
  if (CANCELLED !== undefined && ids.has(CANCELLED.cause)) {
    const order = await orders.find(record.order_id);
    if (order === undefined) throw new TransientError(`Order ${record.order_id} has no document yet`);
    emit.push(orderCancelled(order, record.reason ?? 'CANCELLED', CANCELLED));
  }
  return emit;
};

const settle =
  (ports: SagaPorts) =>
  async (orderId: string, events: readonly SagaEvent[]): Promise<Transitioned<SagaEvent>> => {
    const joins = events.filter((event) => !isPayment(event));
    let settled: Settled = { record: undefined, rejected: [] };
    if (joins.length > 0) settled = await join(ports, orderId, joins);
    for (const event of events.filter(isPayment)) {
      const { record, rejected } = await settlePayment(ports, orderId, event);
      settled = { record, rejected: [...settled.rejected, ...rejected] };
    }
    return { emit: await emissions(ports, settled.record, events), rejected: settled.rejected };
  };

/** Orders settled at one time: enough to hide DynamoDB's latency, few enough not to be throttled. */
const concurrency = 16;

/** The order saga: joins an order's lines, then follows its payment. */
export const orderSaga = (ports: SagaPorts): Transition<SagaEvent> => ({
  key: ({ order_id }) => order_id,
  settle: settle(ports),
  concurrency,
});
