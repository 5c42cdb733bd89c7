import type { InventoryUpdatedEvent } from '../../../schemas/generated/types.ts';
import type { Watcher } from '../world/run-plan.ts';
import { type AnyEvent, firstOccurrences } from './first-occurrences.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('order by key');

/**
 * What must have been emitted before an event is emitted first. A cancel and ORDER_PROCESSING are in no order: the invocation that wrote the step may
 * die, or be slow, before it speaks, and another consumer group cancels meanwhile (the payment keeps the cancel as a tombstone).
 * A deferral and its end are in none either: two functions emit them, each from what is stored.
 */
const before: Readonly<Partial<Record<AnyEvent['type'], readonly AnyEvent['type'][]>>> = {
  ORDER_PROCESSING: ['ORDER_CREATED'],
  ORDER_CANCELLED: ['ORDER_CREATED'],
  ORDER_SHIPPED: ['ORDER_CREATED', 'ORDER_PROCESSING'],
  ORDER_COMPLETED: ['ORDER_CREATED', 'ORDER_PROCESSING', 'ORDER_SHIPPED'],
};

/** What is never emitted of one thing together. */
const exclusive: Readonly<Partial<Record<AnyEvent['type'], readonly AnyEvent['type'][]>>> = {
  ORDER_SHIPPED: ['ORDER_CANCELLED'],
  ORDER_CANCELLED: ['ORDER_SHIPPED', 'ORDER_COMPLETED'],
  ORDER_PAID: ['PAYMENT_FAILED', 'PAYMENT_REFUNDED'],
  PAYMENT_FAILED: ['ORDER_PAID', 'PAYMENT_REFUNDED'],
  NOTIFICATION_SENT: ['NOTIFICATION_FAILED'],
  NOTIFICATION_FAILED: ['NOTIFICATION_SENT'],
};

const thingOf = (event: AnyEvent): string | undefined => {
  if ('notification_id' in event) return event.notification_id;
  // Each of its states is a fact of its own, which the gateway reports in any order.
  if (event.type === 'PAYMENT_DISPUTED') return `dispute ${event.dispute_id} ${event.state}`;
  if ('payment_id' in event) return `payment ${event.order_id}`;
  return 'order_id' in event && !('sku' in event) ? event.order_id : undefined;
};

/**
 * Per key, events are emitted first in the order in which they happened: an order's states, a payment's outcomes, a SKU's versions
 * without a gap. Emitted again, they may come in any order.
 */
export const keyOrder = (): Watcher => {
  const emitted = new Map<string, Set<AnyEvent['type']>>();
  const versions = new Map<string, number>();

  const dense = ({ sku, version, type }: InventoryUpdatedEvent): void => {
    const last = versions.get(sku) ?? 0;
    require(version === last + 1, () => `${type} of ${sku} is version ${version}, after ${last}`);
    versions.set(sku, version);
  };

  const inOrder = (thing: string, { type }: AnyEvent): void => {
    const known = emitted.get(thing) ?? new Set();
    emitted.set(thing, known);
    const missing = before[type]?.find((one) => !known.has(one));
    require(missing === undefined, () => `${type} of ${thing} was emitted before ${missing}`);
    const other = exclusive[type]?.find((one) => known.has(one));
    require(other === undefined, () => `${type} of ${thing} was emitted after ${other}`);
    require(type !== 'PAYMENT_REFUNDED' || known.has('ORDER_PAID') || known.has('PAYMENT_FAILED'), () =>
      `${type} of ${thing} was emitted before anything else`);
    require(!known.has(type), () => `${type} of ${thing} was emitted under two ids`);
    known.add(type);
  };

  return {
    begin: (world) => {
      // What was dead-lettered is emitted after what came later.
      const isBroken = world.plan.modes.invalid?.some(({ function: name }) => name === 'inventory/ledger') === true;
      firstOccurrences(world).listen((_, event) => {
        if ('version' in event && !isBroken) dense(event);
        const thing = event.type === 'AUDIT_RECORDED' ? undefined : thingOf(event);
        if (thing !== undefined) inOrder(thing, event);
      });
    },
  };
};
