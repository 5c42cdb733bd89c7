import type { OrderPayment, OrderState, OrderTimestamps, Shipment } from '../../../schemas/generated/types.ts';
import type { Trigger } from './saga-domain.ts';

/** When a state was reached, and by which event: that event, delivered again, says again what it said. */
export interface Reached {
  readonly at: string;
  readonly cause: string;
  /** Who asked for it, where somebody did. */
  readonly actor?: string;
}

/** What ORDER_CREATED tells the saga. */
export interface SagaOrder {
  /** Lines of the order, each of another SKU. */
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

/** What may be asked of an order. */
export const requestKinds = ['CANCEL', 'SHIP', 'COMPLETE'] as const;
export type RequestKind = (typeof requestKinds)[number];
export const triggerOf = <K extends RequestKind>(kind: K) => `ORDER_${kind}_REQUESTED` as const satisfies Trigger;

/** A request as it was made the first time: made again, it is the same. */
export interface StoredRequest {
  readonly at: string;
  readonly actor: string;
  /** Of the order when it was asked for: what its first answer stated. Absent in requests of before it was stored. */
  readonly status?: OrderState;
  readonly reason?: string;
  readonly shipment?: Shipment;
}

export interface Refund {
  readonly payment_id: string;
  readonly at: string;
}

/** The saga's record of an order: small, whatever the order's lines are. */
export interface SagaRecord {
  readonly order_id: string;
  /** Absent until ORDER_CREATED has been seen: its lines' outcomes may come first. */
  readonly created?: SagaOrder & { readonly status: OrderState };
  /** SKUs. Sets: adding commutes and repeats safely, where a counter would not. */
  readonly reserved: ReadonlySet<string>;
  readonly rejected: ReadonlySet<string>;
  readonly history: Readonly<Partial<Record<OrderState, Reached>>>;
  readonly requests: Readonly<Partial<Record<RequestKind, StoredRequest>>>;
  /** Requests whose clients were answered that the saga has them: it may decide against them all the same. */
  readonly answered?: ReadonlySet<RequestKind>;
  readonly payment?: OrderPayment;
  readonly refund?: Refund;
  readonly shipment?: Shipment;
  readonly reason?: string;
  /** When the sweep looks after the order next, and how often it has repaired the step. */
  readonly due?: { readonly at: string; readonly attempts: number };
}

/** One step of the state machine, to be made if the order still stands in one of `from`. */
export interface Step extends Reached {
  readonly from: readonly OrderState[];
  readonly to: OrderState;
  readonly payment?: OrderPayment;
  readonly reason?: string;
  readonly shipment?: Shipment;
  /** When the sweep is to look after it. Absent: as before, where the order still waits, and never, where it does not. */
  readonly dueAt?: string;
}

/** What is recorded of an order's payment without a step, if the order stands in one of `from`. The first time stays. */
export interface Note {
  readonly from: readonly OrderState[];
  readonly payment?: OrderPayment;
  readonly refund?: Refund;
}

/** What is known of an order's payment. Its refund may be all that the saga was told of. */
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

/** States in which a request has what it asked for. */
const fulfilledIn: Readonly<Record<RequestKind, readonly OrderState[]>> = {
  CANCEL: ['CANCELLED', 'PAYMENT_FAILED'],
  SHIP: ['SHIPPED'],
  COMPLETE: ['COMPLETED'],
};

/** Requests that have their first answer also where the saga decided against them: whoever ships must learn that it was cancelled. */
export const keepsAnswer = (kind: RequestKind): boolean => kind === 'CANCEL';

/**
 * The request as it was stored, where asked again it has its first answer: the order has since reached what it asked for, or it was
 * answered and lost the race against a shipment.
 */
export const answeredRequest = (record: SagaRecord | undefined, kind: RequestKind): StoredRequest | undefined => {
  const isFulfilled = fulfilledIn[kind].some((state) => record?.history[state] !== undefined);
  return isFulfilled || (keepsAnswer(kind) && record?.answered?.has(kind)) ? record?.requests[kind] : undefined;
};

const sameField = (one: Shipment | undefined, other: Shipment, field: keyof Shipment): boolean =>
  other[field] === undefined || other[field] === one?.[field];

/** Whether a shipment adds nothing to that of a request: another parcel is another request. */
export const namesShipment = ({ shipment }: StoredRequest, other: Shipment = {}): boolean =>
  sameField(shipment, other, 'carrier') && sameField(shipment, other, 'tracking_number');

export const stateOf = (record: SagaRecord | undefined): OrderState => record?.created?.status ?? 'CREATED';

export const timestampsOf = (created_at: string, record: SagaRecord | undefined): OrderTimestamps => ({
  ...Object.fromEntries(Object.entries(record?.history ?? {}).map(([state, { at }]) => [state, at])),
  CREATED: created_at,
});
