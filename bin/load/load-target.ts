import type { OrderStatus } from '../../schemas/generated/types.ts';
import type { NewOrder, SubmittedOrder } from '../client/orders-api.ts';
import type { StockUnits, ViewTotals } from './conservation.ts';
import type { GroupLag } from './highest-lag.ts';
import type { AcceptedOrder } from './order-tracker.ts';
import type { PartitionEnd } from './partition-use.ts';

/** The running platform, as its clients and operators reach it. */
export interface LoadTarget {
  /** One attempt. @throws {Error} there was no answer. */
  submit(order: NewOrder, idempotencyKey: string): Promise<SubmittedOrder>;
  /** Undefined: the API knows no such order. @throws {Error} the API could not answer. */
  status(orderId: AcceptedOrder['orderId']): Promise<OrderStatus | undefined>;
  stock(sku: string): Promise<StockUnits>;
  views(): Promise<ViewTotals>;
  partitionEnds(): Promise<readonly PartitionEnd[]>;
  lag(): Promise<readonly GroupLag[]>;
}
