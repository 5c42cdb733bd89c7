import type { OrderPayment, OrderState, OrderTimestamps, Shipment } from '../../../schemas/generated/types.ts';
import type { Trigger } from './saga-domain.ts';

/** When a state was reached, and by which event: redelivered, that event re-emits the same events. */
export interface Reached {
  readonly at: string;
  readonly cause: string;
  /** The actor of the request, if there was one. */
  readonly actor?: string;
}

/** The saga's facts from ORDER_CREATED. */
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

/** Kinds of requests for an order. */
export const requestKinds = ['CANCEL', 'SHIP', 'COMPLETE'] as const;
export type RequestKind = (typeof requestKinds)[number];
const requestEventTypes = {
  CANCEL: 'ORDER_CANCEL_REQUESTED',
  SHIP: 'ORDER_SHIP_REQUESTED',
  COMPLETE: 'ORDER_COMPLETE_REQUESTED',
} as const satisfies Record<RequestKind, Trigger>;
export const triggerOf = <K extends RequestKind>(kind: K): (typeof requestEventTypes)[K] => requestEventTypes[kind];

/** A request as first made: a repetition is the same event. */
export interface StoredRequest {
  readonly at: string;
  readonly actor: string;
  /** The order's state at the first request, as its answer stated it. Absent in requests stored by older versions. */
  readonly status?: OrderState;
  readonly reason?: string;
  readonly shipment?: Shipment;
}

export interface Refund {
  readonly payment_id: string;
  readonly at: string;
}

/** The saga's record of an order: small, whatever the number of its lines. */
export interface SagaRecord {
  readonly order_id: string;
  /** Absent until ORDER_CREATED is consumed: outcomes of its lines may precede it. */
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

/** One step of the state machine, made if the order is still in one of `from`. */
export interface Step extends Reached {
  readonly from: readonly OrderState[];
  readonly to: OrderState;
  readonly payment?: OrderPayment;
  readonly reason?: string;
  readonly shipment?: Shipment;
  /** When the sweep is to check it. Absent: unchanged while the order waits, cleared otherwise. */
  readonly dueAt?: string;
}

/** Facts of an order's payment recorded without a step, if the order is in one of `from`. The first value stays. */
export interface Note {
  readonly from: readonly OrderState[];
  readonly payment?: OrderPayment;
  readonly refund?: Refund;
}

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

/** States that fulfil a request. */
const fulfilledIn: Readonly<Record<RequestKind, readonly OrderState[]>> = {
  CANCEL: ['CANCELLED', 'PAYMENT_FAILED'],
  SHIP: ['SHIPPED'],
  COMPLETE: ['COMPLETED'],
};

/**
 * Requests that keep their first answer even if the saga decided against them. A ship request does not: its client must
 * learn of the cancel.
 */
export const keepsAnswer = (kind: RequestKind): boolean => kind === 'CANCEL';

/**
 * The stored request, if a repetition gets its first answer: the order has reached the requested state since, or the
 * request was answered and lost the race against a shipment.
 */
export const answeredRequest = (record: SagaRecord | undefined, kind: RequestKind): StoredRequest | undefined => {
  const isFulfilled = fulfilledIn[kind].some((state) => record?.history[state] !== undefined);
  return isFulfilled || (keepsAnswer(kind) && record?.answered?.has(kind)) ? record?.requests[kind] : undefined;
};

const sameField = (one: Shipment | undefined, other: Shipment, field: keyof Shipment): boolean =>
  other[field] === undefined || other[field] === one?.[field];

/** The shipment equals that of the request: another parcel is another request. */
export const namesShipment = ({ shipment }: StoredRequest, other: Shipment = {}): boolean =>
  sameField(shipment, other, 'carrier') && sameField(shipment, other, 'tracking_number');

export const stateOf = (record: SagaRecord | undefined): OrderState => record?.created?.status ?? 'CREATED';

export const timestampsOf = (created_at: string, record: SagaRecord | undefined): OrderTimestamps => ({
  ...Object.fromEntries(Object.entries(record?.history ?? {}).map(([state, { at }]) => [state, at])),
  CREATED: created_at,
});
