import type {
  InventoryUpdatedEvent,
  LineItem,
  NotificationsEventsEvent,
  OrderCancelled,
  OrderCompleted,
  OrderCreated,
  OrderProcessing,
  OrderShipped,
  PaymentsCompletedEvent,
} from '../../../schemas/generated/types.ts';
import { cancelReasons, declineReasons, templateNames } from '../../../schemas/reasons.ts';
import { type Count, times } from '../../shared/kernel/count.ts';
import { currencyCodes } from '../../shared/kernel/currencies.ts';
import { addCounts, type Contribution, type Counts, type RowKey, rowName } from './domain.ts';
import { bucketOf } from './histogram-domain.ts';
import { isPacked, packedAlways, packedSums } from './packing-domain.ts';
import { dayOf, minuteOf } from './time-domain.ts';
import {
  daysOf,
  minutesOf,
  packedRow,
  packedSkuView,
  rejectionView,
  type Subject,
  skuView,
  stockOutView,
} from './view-names-domain.ts';

type OrderEvent = OrderCreated | OrderProcessing | OrderShipped | OrderCompleted | OrderCancelled;

/** The events that the views count: facts, no requests. */
export type CountedEvent = OrderEvent | PaymentsCompletedEvent | InventoryUpdatedEvent | NotificationsEventsEvent;

/** The place of an event in its topic. */
export interface Place {
  readonly partition: number;
  readonly offset: number;
}

interface Addition extends RowKey {
  readonly counts: Counts;
}

const over = (subject: Subject, at: string, counts: Counts): readonly Addition[] => [
  { view: daysOf(subject), row: dayOf(at), counts },
  { view: minutesOf(subject, dayOf(at)), row: minuteOf(at), counts },
];

/**
 * Maps a value to a name of a closed list, because each name is a sum of the row and a DynamoDB item is limited to 400 KB. Events
 * of earlier versions have free-text reasons of clients.
 */
const namesOf =
  (known: readonly string[], otherwise: string) =>
  (value: string): string =>
    known.includes(value) ? value : otherwise;

const cancelCode = namesOf(cancelReasons, 'OTHER');
const declineCode = namesOf(declineReasons, 'OTHER');
const templateName = namesOf(templateNames, 'other');
/** ISO 4217's code for no currency. */
const currencyCode = namesOf(currencyCodes, 'XXX');

/** A reason's code, before the colon. */
const codeOf = (reason: string): string => reason.split(':', 1)[0] ?? reason;

const soldLine = (
  { timestamp: at, currency }: OrderCreated,
  { sku, qty, unit_price }: LineItem,
  packedFrom: string,
): Addition => {
  const [code, revenue] = [currencyCode(currency), times(qty, unit_price)];
  return isPacked({ at, packedFrom })
    ? {
        view: packedSkuView(dayOf(at), sku),
        row: packedRow(at),
        counts: packedSums(sku, { units: qty, currency: code, revenue }),
      }
    : { view: skuView(dayOf(at), sku), row: sku, counts: { units: qty, [`revenue.${code}`]: revenue } };
};

const additionsOf = (event: CountedEvent, packedFrom: string): readonly Addition[] => {
  const at = event.timestamp;
  switch (event.type) {
    case 'ORDER_CREATED':
      return [
        ...over('orders', at, { 'reached.CREATED': 1 }),
        ...event.line_items.map((line) => soldLine(event, line, packedFrom)),
      ];
    case 'ORDER_CANCELLED':
      return over('orders', at, { 'reached.CANCELLED': 1, [`cancelled.${cancelCode(codeOf(event.reason))}`]: 1 });
    case 'ORDER_PROCESSING':
    case 'ORDER_SHIPPED':
    case 'ORDER_COMPLETED':
      return over('orders', at, { [`reached.${event.status}`]: 1 });
    case 'ORDER_PAID': {
      const { order_created_at: accepted, processed_at } = event;
      const ms = accepted === undefined ? undefined : Date.parse(processed_at) - Date.parse(accepted);
      return [
        ...over('payments', at, {
          'reached.PAID': 1,
          [`charged.${currencyCode(event.currency)}`]: event.amount,
          ...(ms !== undefined && { [bucketOf(ms)]: 1 }),
        }),
        // Conversion counts payments at the order's acceptance, whenever it was paid.
        ...over('payments', accepted ?? at, { converted: 1 }),
      ];
    }
    case 'PAYMENT_FAILED':
      return over('payments', at, { 'reached.PAYMENT_FAILED': 1, [`failed.${declineCode(codeOf(event.reason))}`]: 1 });
    case 'PAYMENT_REFUNDED':
      return over('payments', at, { refunds: 1, [`refunded.${currencyCode(event.currency)}`]: event.amount });
    case 'STOCK_REJECTED':
      return [{ view: rejectionView(dayOf(at)), row: event.sku, counts: { rejected: 1 } }];
    case 'STOCK_RESERVED':
      // The last unit is reserved. A row of its own, whose name contains the SKU and the time.
      return event.available > 0
        ? []
        : [{ view: stockOutView(dayOf(at)), row: `${at}|${event.sku}|${event.version}`, counts: { times: 1 } }];
    case 'PAYMENT_DISPUTED':
    case 'STOCK_COMMITTED':
    case 'STOCK_RELEASED':
    case 'STOCK_ADJUSTED':
      return [];
    case 'NOTIFICATION_SENT':
    case 'NOTIFICATION_FAILED':
    case 'NOTIFICATION_DEFERRED':
      return over('notifications', at, { [`${event.state}.${event.channel}.${templateName(event.template)}`]: 1 });
    default:
      return event satisfies never;
  }
};

/** Merges additions of an event to the same row: its minutes of acceptance and payment may be the same. */
const perRow = (additions: readonly Addition[]): readonly Addition[] =>
  [...Map.groupBy(additions, rowName).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const counts: Record<string, Count> = {};
    for (const addition of group) addCounts(counts, addition.counts);
    return [{ ...first, counts }];
  });

/**
 * The contributions of an event to the views, by its own timestamp.
 * @param gap end of the last gap before its place. @param packedFrom the first day of packed events.
 */
export const contributionsOf = (
  event: CountedEvent,
  { partition, offset }: Place,
  { gap, packedFrom = packedAlways }: { readonly gap?: number | undefined; readonly packedFrom?: string } = {},
): readonly Contribution[] =>
  perRow(additionsOf(event, packedFrom)).map((addition) => ({
    ...addition,
    fence: String(partition),
    position: offset,
    ...(gap !== undefined && { gap }),
  }));
