import { operationsUser, rules } from '../../../functions/notification/model/rules-domain.ts';
import { disputeKey } from '../../../functions/payment/model/dispute-domain.ts';
import type { Payment } from '../../../functions/payment/model/domain.ts';
import type { Watcher } from '../world/run-plan.ts';
import type { World } from '../world/world.ts';
import { itemOf } from './changed-items.ts';
import { type AnyEvent, firstOccurrences } from './first-occurrences.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('state first');

type Attributes = Readonly<Record<string, unknown>>;

interface NotificationItem {
  readonly remembered?: { readonly deferral?: unknown; readonly outcome?: { readonly state: string } };
}

const sagaOf = (world: World, order_id: string) => itemOf<Attributes>(world, 'orders', { order_id, part: 'ORDER' });

const remembers = (world: World, event: Extract<AnyEvent, { notification_id: string }>): boolean => {
  const { template, notification_id, state } = event;
  // Events name the operators as a user could be named; their items do not.
  const user_id = template === rules.STOCK_RESERVED.template ? operationsUser : event.user_id;
  const key = { user_id, item: `notification#${notification_id}` };
  const remembered = itemOf<NotificationItem>(world, 'notifications', key)?.remembered;
  return state === 'DEFERRED' ? remembered?.deferral !== undefined : remembered?.outcome?.state === state;
};

/** Whether the state has what is being emitted; undefined for what has no state. */
const isStored = (world: World, event: AnyEvent): boolean | undefined => {
  switch (event.type) {
    case 'ORDER_CREATED':
      return itemOf(world, 'orders', { order_id: event.order_id, part: 'ORDER' }) !== undefined;
    case 'ORDER_PROCESSING':
    case 'ORDER_CANCELLED':
    case 'ORDER_SHIPPED':
    case 'ORDER_COMPLETED':
      return sagaOf(world, event.order_id)?.[`reached_${event.status}`] !== undefined;
    case 'ORDER_CANCEL_REQUESTED':
      return sagaOf(world, event.order_id)?.['request_CANCEL'] !== undefined;
    case 'ORDER_SHIP_REQUESTED':
      return sagaOf(world, event.order_id)?.['request_SHIP'] !== undefined;
    case 'ORDER_COMPLETE_REQUESTED':
      return sagaOf(world, event.order_id)?.['request_COMPLETE'] !== undefined;
    case 'ORDER_PAID':
    case 'PAYMENT_FAILED':
    case 'PAYMENT_REFUNDED': {
      const payment = itemOf<Payment>(world, 'payments', { order_id: event.order_id });
      const facts = { ORDER_PAID: 'paid_at', PAYMENT_FAILED: 'failed_at', PAYMENT_REFUNDED: 'refunded_at' } as const;
      return payment?.[facts[event.type]] !== undefined;
    }
    case 'PAYMENT_DISPUTED': {
      const payment = itemOf<Payment>(world, 'payments', { order_id: event.order_id });
      return payment?.disputes?.[disputeKey(event)] !== undefined;
    }
    case 'RESERVE':
      return itemOf(world, 'holds', { order_id: event.order_id }) !== undefined;
    case 'STOCK_RESERVED':
    case 'STOCK_REJECTED':
    case 'STOCK_COMMITTED':
    case 'STOCK_RELEASED':
    case 'STOCK_ADJUSTED':
      return (itemOf<{ version: number }>(world, 'stock', { sku: event.sku })?.version ?? 0) >= event.version;
    case 'NOTIFICATION_SENT':
    case 'NOTIFICATION_FAILED':
    case 'NOTIFICATION_DEFERRED':
      return remembers(world, event);
    case 'COMMIT':
    case 'RELEASE':
    case 'ADJUST':
    case 'AUDIT_RECORDED':
      return undefined;
  }
};

/** State first, then the event: no event is emitted that a crash would make untrue. */
export const stateFirst = (): Watcher => ({
  begin: (world) =>
    firstOccurrences(world).listen((_, event) => {
      require(isStored(world, event) !== false, () =>
        `${event.type} was emitted before it was stored: ${JSON.stringify(event)}`);
    }),
});
