import { describe, expect, it } from 'vitest';
import {
  notificationsOf,
  operationsUser,
  rules,
  userOf,
} from '../../../../../functions/notification/model/rules-domain.ts';
import { notificationId } from '../../../../../functions/shared/kernel/ids.ts';
import { type Consumer, topicNames, topics, typesFor } from '../../../../../schemas/catalogue.ts';
import { notifiedEvent, notifiedTypes } from '../../../../support/notification-events.ts';

const operations = { email: 'operations@orderstream.example' };

describe('the rules', () => {
  it('cover exactly the events that the catalogue delivers', () => {
    const delivered = topicNames.flatMap((name) =>
      topics[name].consumers
        .filter((consumer: Consumer) => consumer.function === 'notification/send')
        .flatMap((consumer) => typesFor(topics[name], consumer)),
    );
    expect(Object.keys(rules).sort()).toEqual(delivered.sort());
  });

  it.each(notifiedTypes)('%s yields one notification per channel of its rule', (type) => {
    const event = notifiedEvent(type);
    const notifications = notificationsOf(event, { ...operations, phone: '+4930123456' });
    expect(notifications.map(({ address }) => address.channel)).toEqual(rules[type].channels);
    for (const notification of notifications) {
      expect(notification).toMatchObject({
        notification_id: notificationId(event.event_id, notification.address.channel),
        template: rules[type].template,
        order_id: event.order_id,
        correlation_id: event.order_id,
        trace_id: event.trace_id,
        user_id: userOf(event, operations),
      });
    }
  });

  it('skip channels without an address of the user', () => {
    const addresses = (changes: object) =>
      notificationsOf(notifiedEvent('ORDER_SHIPPED', 'one', changes), operations).map(({ address }) => address);
    expect(addresses({ phone: undefined })).toEqual([{ channel: 'email', email: 'ada@customers.example' }]);
    expect(addresses({ email: undefined })).toEqual([{ channel: 'sms', phone: '+35312345678' }]);
    expect(addresses({ email: undefined, phone: undefined })).toEqual([]);
  });

  it('yield no recipient if the event names no user', () => {
    const event = notifiedEvent('ORDER_PAID', 'one', { user_id: undefined });
    expect(notificationsOf(event, operations)).toEqual([]);
    expect(userOf(event, operations)).toBeUndefined();
  });

  it('notify the operators only when the last unit is reserved', () => {
    expect(notificationsOf(notifiedEvent('STOCK_RESERVED'), operations)).toMatchObject([
      { user_id: operationsUser, template: 'stock-out', address: { channel: 'email', email: operations.email } },
    ]);
    expect(notificationsOf(notifiedEvent('STOCK_RESERVED', 'one', { available: 1 }), operations)).toEqual([]);
    expect(notificationsOf(notifiedEvent('STOCK_RESERVED'), {})).toEqual([]);
  });
});
