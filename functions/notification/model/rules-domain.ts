import type { Channel, EventByType } from '../../../schemas/generated/types.ts';
import { notificationId } from '../../shared/kernel/ids.ts';
import type { Address, Notice, Notification, TemplateName } from './domain.ts';
import {
  cancelledView,
  orderView,
  reasonView,
  receivedView,
  shippedView,
  stockOutView,
  type Views,
} from './views-domain.ts';

/** The event types with a notification. */
export type NotifiedEventType =
  | 'ORDER_CREATED'
  | 'ORDER_PAID'
  | 'ORDER_SHIPPED'
  | 'ORDER_COMPLETED'
  | 'ORDER_CANCELLED'
  | 'PAYMENT_FAILED'
  | 'PAYMENT_REFUNDED'
  | 'STOCK_RESERVED';
export type NotifiedEvent = EventByType[NotifiedEventType];

interface Rule<E extends NotifiedEventType, T extends TemplateName> {
  readonly template: T;
  /** Sent on each channel for which the user has an address. */
  readonly channels: readonly Channel[];
  readonly view: (event: EventByType[E]) => Views[T];
  /** The recipient; the customer of the order if absent. */
  readonly to?: 'operations';
}

const both = ['email', 'sms'] as const;
const email = ['email'] as const;

/** Recipients, templates and channels by event type. Text messages only where a customer must act or be at home. */
export const rules: { readonly [E in NotifiedEventType]: { [T in TemplateName]: Rule<E, T> }[TemplateName] } = {
  ORDER_CREATED: { template: 'order-received', channels: email, view: receivedView },
  ORDER_PAID: { template: 'order-paid', channels: email, view: orderView },
  ORDER_SHIPPED: { template: 'order-shipped', channels: both, view: shippedView },
  ORDER_COMPLETED: { template: 'order-completed', channels: email, view: orderView },
  ORDER_CANCELLED: { template: 'order-cancelled', channels: email, view: cancelledView },
  PAYMENT_FAILED: { template: 'payment-failed', channels: both, view: reasonView },
  PAYMENT_REFUNDED: { template: 'payment-refunded', channels: email, view: orderView },
  STOCK_RESERVED: { template: 'stock-out', channels: email, view: stockOutView, to: 'operations' },
};

/**
 * The operators' key of allowances, queues, stored notifications and mailboxes. Contains a space, which a user id cannot: a user
 * named `operations` has an allowance of their own.
 */
export const operationsUser = 'the operators';

/** The operators' user id in events, whose contract requires one without spaces. */
const operationsInEvents = 'operations';
export const userIdInEvents = (userId: string): string => (userId === operationsUser ? operationsInEvents : userId);

/** The operators' addresses. */
export interface OperationsContact {
  readonly email?: string;
  readonly phone?: string;
}

interface Recipient extends OperationsContact {
  readonly user_id: string;
}

/** Undefined if the event names no user. */
const recipientOf = (event: NotifiedEvent, operations: OperationsContact): Recipient | undefined => {
  if (rules[event.type].to === 'operations') return { user_id: operationsUser, ...operations };
  const { user_id, email: mail, phone } = event as Partial<Recipient>;
  return user_id === undefined ? undefined : { user_id, ...(mail && { email: mail }), ...(phone && { phone }) };
};

/** A stock-out is the reservation of the last unit. An order that costs nothing moves no money. */
const concerns = (event: NotifiedEvent): boolean => {
  if (event.type === 'STOCK_RESERVED') return event.available === 0;
  return (event.type !== 'ORDER_PAID' && event.type !== 'PAYMENT_REFUNDED') || event.amount > 0;
};

const addressOn = (channel: Channel, { email: mail, phone }: Recipient): Address | undefined => {
  if (channel === 'email') return mail === undefined ? undefined : { channel, email: mail };
  return phone === undefined ? undefined : { channel, phone };
};

/** The rule and the event have the same type: the compiler cannot infer it through a union. */
const noticeOf = <E extends NotifiedEvent>(event: E): Notice => {
  const { template, view } = rules[event.type];
  return { template, view: (view as (of: E) => Notice['view'])(event) } as Notice;
};

/** The recipient of the event's notifications; undefined without recipient. */
export const userOf = (event: NotifiedEvent, operations: OperationsContact): string | undefined =>
  concerns(event) ? recipientOf(event, operations)?.user_id : undefined;

/** The notifications of an event: one per channel of its rule for which the user has an address. */
export const notificationsOf = (event: NotifiedEvent, operations: OperationsContact): readonly Notification[] => {
  const recipient = recipientOf(event, operations);
  if (recipient === undefined || !concerns(event)) return [];
  return rules[event.type].channels.flatMap((channel) => {
    const address = addressOn(channel, recipient);
    if (address === undefined) return [];
    return {
      ...noticeOf(event),
      notification_id: notificationId(event.event_id, channel),
      user_id: recipient.user_id,
      address,
      order_id: event.order_id,
      correlation_id: event.order_id,
      trace_id: event.trace_id,
    };
  });
};
