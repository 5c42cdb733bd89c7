import { orderProgress } from '../../../schemas/order-progress.ts';
import type { SagaRecord } from '../model/saga-record-domain.ts';
import type { Attributes } from './attribute-changes.dynamodb.ts';
import { placedOf } from './placed-item.dynamodb.ts';
import { recordOf } from './saga-item.dynamodb.ts';

/** Release 0.3 consumed events of an order that this release placed, during a deployment: the facts of both rows count. */
const united = (order: SagaRecord, saga: SagaRecord): SagaRecord => {
  const statuses = [order.created?.status, saga.created?.status].filter((status) => status !== undefined);
  const [status] = statuses.sort((one, other) => orderProgress[other] - orderProgress[one]);
  const created = order.created ?? saga.created;
  return {
    ...saga,
    ...order,
    ...(created && status && { created: { ...created, status } }),
    reserved: order.reserved.union(saga.reserved),
    rejected: order.rejected.union(saga.rejected),
    history: { ...saga.history, ...order.history },
    requests: { ...saga.requests, ...order.requests },
    ...(saga.due && { strayDue: true }),
  };
};

/** The record in the rows of an order; undefined if it has none. */
export const storedRecord = (order_id: string, rows: readonly Attributes[]): SagaRecord | undefined => {
  const [order = {}, saga] = ['ORDER', 'SAGA'].map((part) => rows.find((row) => row['part'] === part));
  if (rows.length === 0) return undefined;
  const placed = placedOf(order_id, order);
  const of = (): SagaRecord => {
    if (saga === undefined) return recordOf(order_id, order);
    if (order['version'] === undefined) return { ...recordOf(order_id, saga), legacy: true };
    return united(recordOf(order_id, order), recordOf(order_id, saga));
  };
  return { ...of(), ...(placed && { placed }), ...(order['expires_at'] !== undefined && { provisional: true }) };
};
