import type { OrderCreated } from '../../../schemas/generated/types.ts';
import { contactOf, type OrderDocument, orderCreated, restoredOrder } from './domain.ts';
import { emptyRecord, type SagaRecord } from './saga-record-domain.ts';

/** The record of an order that has its document. */
export type OrderRecord = SagaRecord & { readonly placed: OrderDocument };

export const isPlaced = (record: SagaRecord): record is OrderRecord => record.placed !== undefined;

/** An order as intake stores it: CREATED, due, and provisional until its saga begins. */
export type NewOrder = OrderRecord & Required<Pick<SagaRecord, 'created' | 'due' | 'provisional'>>;

/** What the record has of an order from its event. */
const createdBy = (event: OrderCreated) => ({
  created: {
    status: 'CREATED' as const,
    expected: event.line_items.length,
    user_id: event.user_id,
    amount: event.amount,
    currency: event.currency,
    payment_token: event.payment_token,
    created_at: event.created_at,
    trace_id: event.trace_id,
    ...contactOf(event),
  },
  history: { CREATED: { at: event.created_at, cause: event.event_id } },
});

/** @param dueAt when the sweep re-emits ORDER_CREATED, if no outcome of a line is stored by then. */
export const newOrder = (placed: OrderDocument, dueAt: string): NewOrder => ({
  ...emptyRecord(placed.order_id),
  placed,
  ...createdBy(orderCreated(placed)),
  due: { at: dueAt, attempts: 0 },
  provisional: true,
});

/** The record with its facts of ORDER_CREATED, from an event that finds the order expired, or as release 0.3 placed it. */
export const withCreated = (record: SagaRecord, event: OrderCreated): SagaRecord => ({
  ...record,
  placed: record.placed ?? restoredOrder(event),
  ...createdBy(event),
});

/** The order was published: it stays for good. */
export const confirmed = ({ provisional: _, ...record }: SagaRecord): SagaRecord => record;
