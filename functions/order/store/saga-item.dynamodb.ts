import type { OrderCreated, OrderPayment, OrderState, Shipment } from '../../../schemas/generated/types.ts';
import { dueAttributes } from '../../shared/runtime/dynamodb/due-work.ts';
import { contactOf } from '../model/domain.ts';
import { isWaiting, states } from '../model/saga-domain.ts';
import type { Contribution } from '../model/saga-joins-domain.ts';
import {
  type Note,
  type Reached,
  type Refund,
  type RequestKind,
  requestKinds,
  type SagaOrder,
  type SagaRecord,
  type Step,
  type StoredRequest,
} from '../model/saga-record-domain.ts';
import type { Attributes, Update } from './update-expression.dynamodb.ts';

/** The item: one attribute per state, since DynamoDB sets no attribute inside a missing map. */
interface SagaItem extends Partial<SagaOrder> {
  readonly order_id: string;
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

export const recordOf = (attributes: Attributes): SagaRecord => {
  const item = attributes as unknown as SagaItem;
  const created = createdOf(item);
  return {
    order_id: item.order_id,
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

const createdAttributes = (event: OrderCreated): Attributes => ({
  status: 'CREATED',
  expected: event.line_items.length,
  user_id: event.user_id,
  amount: event.amount,
  currency: event.currency,
  payment_token: event.payment_token,
  created_at: event.created_at,
  trace_id: event.trace_id,
  ...contactOf(event),
  [reachedAttribute('CREATED')]: { at: event.created_at, cause: event.event_id },
});

export const merging = (orderId: string, { created, ...lines }: Contribution, dueAt: string): Update => ({
  set: created === undefined ? {} : createdAttributes(created),
  keep: dueAttributes(orderId, dueAt),
  add: { ...lines },
});

export const advancing = (
  orderId: string,
  { to, at, cause, actor, payment, reason, shipment, dueAt }: Step,
): Update => ({
  set: {
    status: to,
    [reachedAttribute(to)]: { at, cause, ...(actor !== undefined && { actor }) },
    payment,
    reason,
    shipment,
    ...(dueAt !== undefined && dueAttributes(orderId, dueAt)),
  },
  remove: dueAt === undefined && !isWaiting(to) ? ['due_shard', 'due_at', 'repairs'] : ['repairs'],
});

export const noting = ({ payment, refund }: Note): Update => ({ keep: { payment, refund } });

export const storingRequest = (kind: RequestKind, request: StoredRequest): Update => ({
  keep: { [requestAttribute(kind)]: request },
});

export const markingAnswered = (kind: RequestKind): Update => ({ add: { answered: [kind] } });
