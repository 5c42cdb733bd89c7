import type { OrderPayment, OrderState, OrderTimestamps, Shipment } from '../../../schemas/generated/types.ts';
import type { OrderDocument } from './domain.ts';

/** When a state was reached, and by which event: redelivered, that event re-emits the same events. */
export interface Reached {
  readonly at: string;
  readonly cause: string;
  /** The actor of the request, if there was one. */
  readonly actor?: string;
}

/** The saga's facts of the order, as ORDER_CREATED has them. */
export interface SagaOrder {
  /** Number of the order's lines, each of another SKU. */
  readonly expected: number;
  readonly user_id: string;
  readonly email?: string;
  readonly phone?: string;
  readonly amount: number;
  readonly currency: string;
  readonly payment_token: string;
  readonly created_at: string;
  readonly trace_id: string;
}

export interface Refund {
  readonly payment_id: string;
  readonly at: string;
}

/** Kinds of requests for an order. */
export const requestKinds = ['CANCEL', 'SHIP', 'COMPLETE'] as const;
export type RequestKind = (typeof requestKinds)[number];

/** A request as first made: a repetition is the same event. */
export interface StoredRequest {
  readonly at: string;
  readonly actor: string;
  /** The order's state at the first request, as its answer stated it. Absent in requests stored by older versions. */
  readonly status?: OrderState;
  readonly reason?: string;
  readonly shipment?: Shipment;
}

/** All that is stored of an order. */
export interface SagaRecord {
  readonly order_id: string;
  /** Rises with each write, and fences the next one. Absent before the first, and in rows of releases before 0.4. */
  readonly version?: number;
  /** The order as its client placed it; absent if it expired before its lines were reserved. */
  readonly placed?: OrderDocument;
  /** Intake stored the order, and nothing shows yet that its event was published: without that, it expires. */
  readonly provisional?: true;
  /** Its saga has a row of its own, as release 0.3 stores it. */
  readonly legacy?: true;
  /** Release 0.3 has made it due in a row of its own, besides. */
  readonly strayDue?: true;
  /** Absent in an order that release 0.3 placed until its ORDER_CREATED is consumed, and in one that expired. */
  readonly created?: SagaOrder & { readonly status: OrderState };
  /** SKUs. Sets: adding commutes and repeats safely, where a counter would not. */
  readonly reserved: ReadonlySet<string>;
  readonly rejected: ReadonlySet<string>;
  readonly history: Readonly<Partial<Record<OrderState, Reached>>>;
  readonly requests: Readonly<Partial<Record<RequestKind, StoredRequest>>>;
  /** Requests that were answered as accepted: the saga may still decide against them. */
  readonly answered?: ReadonlySet<RequestKind>;
  readonly payment?: OrderPayment;
  readonly refund?: Refund;
  readonly shipment?: Shipment;
  readonly reason?: string;
  /** When the sweep checks the order next, and how often it has repaired the step. */
  readonly due?: { readonly at: string; readonly attempts: number };
}

/** The record of an order of which nothing is known. */
export const emptyRecord = (order_id: string): SagaRecord => ({
  order_id,
  reserved: new Set(),
  rejected: new Set(),
  history: {},
  requests: {},
});

/** The order's payment. Its refund may be the only event that the saga consumed. */
export const paymentOf = ({ payment, refund }: SagaRecord): OrderPayment | undefined =>
  refund === undefined
    ? payment
    : {
        payment_id: refund.payment_id,
        processed_at: refund.at,
        ...payment,
        state: 'REFUNDED',
        refunded_at: refund.at,
      };

export const stateOf = (record: SagaRecord | undefined): OrderState => record?.created?.status ?? 'CREATED';

export const timestampsOf = (created_at: string, { history }: SagaRecord): OrderTimestamps => ({
  ...Object.fromEntries(Object.entries(history).map(([state, { at }]) => [state, at])),
  CREATED: created_at,
});

/** The record with another due time, or without one. */
export const dueAgain = ({ due: _, ...record }: SagaRecord, due?: SagaRecord['due']): SagaRecord => ({
  ...record,
  ...(due && { due }),
});
