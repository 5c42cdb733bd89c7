import type { OrderState, Shipment } from '../../../schemas/generated/types.ts';
import { type Trigger, targetOf } from './saga-domain.ts';
import { type RequestKind, type SagaRecord, type StoredRequest, stateOf } from './saga-record-domain.ts';

const requestEventTypes = {
  CANCEL: 'ORDER_CANCEL_REQUESTED',
  SHIP: 'ORDER_SHIP_REQUESTED',
  COMPLETE: 'ORDER_COMPLETE_REQUESTED',
} as const satisfies Record<RequestKind, Trigger>;
export const triggerOf = <K extends RequestKind>(kind: K): (typeof requestEventTypes)[K] => requestEventTypes[kind];

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
const answeredRequest = ({ history, requests, answered }: SagaRecord, kind: RequestKind): StoredRequest | undefined => {
  const isFulfilled = fulfilledIn[kind].some((state) => history[state] !== undefined);
  return isFulfilled || (keepsAnswer(kind) && answered?.has(kind)) ? requests[kind] : undefined;
};

const sameField = (one: Shipment | undefined, other: Shipment, field: keyof Shipment): boolean =>
  other[field] === undefined || other[field] === one?.[field];

/** The shipment equals that of the request: another parcel is another request. */
const namesShipment = ({ shipment }: StoredRequest, other: Shipment = {}): boolean =>
  sameField(shipment, other, 'carrier') && sameField(shipment, other, 'tracking_number');

type RequestDecision =
  /** The request, as it is stored: publish it. */
  | { readonly kind: 'publish'; readonly record: SagaRecord }
  /** It was accepted before: repeat the answer, which stated this status. */
  | { readonly kind: 'repeat'; readonly record: SagaRecord; readonly status: OrderState }
  /** The order's state does not allow it. */
  | { readonly kind: 'conflict'; readonly record: SagaRecord; readonly status: OrderState };

/** Stores a request that the order's state allows, unless one of its kind is stored. */
export const decideRequest = (
  record: SagaRecord,
  kind: RequestKind,
  request: Omit<StoredRequest, 'status'>,
): RequestDecision => {
  const status = stateOf(record);
  if (targetOf(status, triggerOf(kind)) === undefined) {
    const first = answeredRequest(record, kind);
    return first !== undefined && namesShipment(first, request.shipment)
      ? { kind: 'repeat', record, status: first.status ?? status }
      : { kind: 'conflict', record, status };
  }
  if (record.requests[kind] !== undefined) return { kind: 'publish', record };
  return { kind: 'publish', record: { ...record, requests: { ...record.requests, [kind]: { ...request, status } } } };
};

/** Stores that the request was published, and its client answered. */
export const withAnswered = (record: SagaRecord, kind: RequestKind): SagaRecord =>
  record.answered?.has(kind) ? record : { ...record, answered: new Set([...(record.answered ?? []), kind]) };
