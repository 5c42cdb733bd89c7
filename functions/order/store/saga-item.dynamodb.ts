import type { OrderPayment, OrderState, Shipment } from '../../../schemas/generated/types.ts';
import { dueAgainAttributes, dueAttributes } from '../../shared/runtime/dynamodb/due-work.ts';
import { contactOf } from '../model/domain.ts';
import { states } from '../model/saga-domain.ts';
import {
  type Reached,
  type Refund,
  type RequestKind,
  requestKinds,
  type SagaOrder,
  type SagaRecord,
  type StoredRequest,
} from '../model/saga-record-domain.ts';
import type { Attributes } from './attribute-changes.dynamodb.ts';

/** The item: one attribute per state, since DynamoDB sets no attribute inside a missing map. */
interface SagaItem extends Partial<SagaOrder> {
  readonly version?: number;
  readonly status?: OrderState;
  readonly reserved?: ReadonlySet<string>;
  readonly rejected?: ReadonlySet<string>;
  readonly answered?: ReadonlySet<RequestKind>;
  readonly payment?: OrderPayment;
  readonly refund?: Refund;
  readonly shipment?: Shipment;
  readonly reason?: string;
  readonly due_at?: string;
  readonly repairs?: number;
}

const reachedAttribute = (state: OrderState): string => `reached_${state}`;
const requestAttribute = (kind: RequestKind): string => `request_${kind}`;

const createdOf = (item: SagaItem): SagaRecord['created'] => {
  const { status, expected, user_id, amount, currency, payment_token, created_at, trace_id } = item;
  const known = { status, expected, user_id, amount, currency, payment_token, created_at, trace_id };
  if (Object.values(known).includes(undefined)) return undefined;
  return { ...(known as Required<SagaItem>), ...contactOf(item) };
};

const collected = <T>(attributes: Attributes, names: readonly string[], nameOf: (name: string) => string) =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = attributes[nameOf(name)];
      return value === undefined ? [] : [[name, value as T]];
    }),
  );

export const recordOf = (order_id: string, attributes: Attributes): SagaRecord => {
  const item = attributes as SagaItem;
  const created = createdOf(item);
  return {
    order_id,
    ...(item.version !== undefined && { version: item.version }),
    ...(created && { created }),
    reserved: item.reserved ?? new Set(),
    rejected: item.rejected ?? new Set(),
    history: collected<Reached>(attributes, states, (state) => reachedAttribute(state as OrderState)),
    requests: collected<StoredRequest>(attributes, requestKinds, (kind) => requestAttribute(kind as RequestKind)),
    ...(item.answered && { answered: item.answered }),
    ...(item.payment && { payment: item.payment }),
    ...(item.refund && { refund: item.refund }),
    ...(item.shipment && { shipment: item.shipment }),
    ...(item.reason !== undefined && { reason: item.reason }),
    ...(item.due_at !== undefined && { due: { at: item.due_at, attempts: item.repairs ?? 0 } }),
  };
};

const dueOf = ({ order_id, due }: SagaRecord): Attributes => {
  if (due === undefined) return {};
  return due.attempts > 0 ? { ...dueAgainAttributes(due.at), repairs: due.attempts } : dueAttributes(order_id, due.at);
};

/** The attributes of a record, but for its key and its version. The first ones name a write in the simulation's reports. */
export const attributesOf = (record: SagaRecord): Attributes => {
  const { created, history, reserved, rejected, requests, answered, payment, refund, shipment, reason } = record;
  return {
    ...(created && { status: created.status }),
    ...Object.fromEntries(Object.entries(history).map(([state, reached]) => [`reached_${state}`, reached])),
    ...Object.fromEntries(Object.entries(requests).map(([kind, request]) => [`request_${kind}`, request])),
    ...dueOf(record),
    ...created,
    reserved,
    rejected,
    answered,
    payment,
    refund,
    shipment,
    reason,
  };
};
