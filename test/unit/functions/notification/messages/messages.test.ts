// Also tests functions/notification/messages
// Also tests functions/notification/messages/templates
import fc from 'fast-check';
import mustache from 'mustache';
import { describe, expect, it } from 'vitest';
import { type Locale, mustacheMessages } from '../../../../../functions/notification/messages/messages.mustache.ts';
import { german } from '../../../../../functions/notification/messages/templates/all.de.ts';
import { english } from '../../../../../functions/notification/messages/templates/all.en.ts';
import type { Texts } from '../../../../../functions/notification/messages/templates.ts';
import type { Notification } from '../../../../../functions/notification/model/domain.ts';
import {
  type NotifiedEventType,
  notificationsOf,
  rules,
} from '../../../../../functions/notification/model/rules-domain.ts';
import { fitsOneSegment } from '../../../../../functions/notification/model/short-message-domain.ts';
import { notifiedEvent, notifiedTypes } from '../../../../support/notification-events.ts';

const operations = { email: 'operations@orderstream.example', phone: '+4930123456' };
const locales: readonly Locale[] = ['en', 'de'];
const texts: Readonly<Record<Locale, Texts>> = { en: english, de: german };

const cases = locales.flatMap((locale) =>
  notifiedTypes.flatMap((type) => rules[type].channels.map((channel) => ({ locale, type, channel }))),
);
const notificationOf = (type: NotifiedEventType, channel: string, changes: object = {}): Notification => {
  const all = notificationsOf(notifiedEvent(type, 'one', changes), operations);
  const found = all.find(({ address }) => address.channel === channel);
  if (found === undefined) throw new Error(`No notification of ${type} by ${channel}`);
  return found;
};

/** Every name in a template. */
const namesIn = (template: string): string[] => {
  const names = (tokens: readonly (readonly unknown[])[]): string[] =>
    tokens.flatMap(([kind, name, , , inner]) => [
      ...(kind === 'name' || kind === '#' || kind === '&' ? [String(name)] : []),
      ...(Array.isArray(inner) ? names(inner) : []),
    ]);
  return names(mustache.parse(template));
};

const valuesOf = (view: object): string[] =>
  Object.values(view).flatMap((value) => (Array.isArray(value) ? value.flatMap(valuesOf) : [String(value)]));

describe.each(cases)('$type by $channel in $locale', ({ locale, type, channel }) => {
  const { render } = mustacheMessages(locale);
  const notification = notificationOf(type, channel);
  const message = render(notification);
  const parts = message.channel === 'email' ? [message.subject, message.text, message.html] : [message.text];

  it('is a complete message', () => {
    expect(message).toMatchObject(notification.address);
    for (const part of parts) {
      expect(part.trim()).not.toBe('');
      expect(part).not.toMatch(/\{\{|\}\}|undefined|null|NaN|\[object/);
    }
    if (message.channel === 'sms') expect(fitsOneSegment(message.text)).toBe(true);
    else expect(message.subject).not.toMatch(/\n/);
  });

  it('uses only values of its view', () => {
    const { email, sms } = texts[locale];
    const template = email[notification.template];
    const sources =
      channel === 'sms' ? [sms[notification.template] ?? ''] : [template.subject, template.text, template.html];
    const optional = ['carrier', 'tracking', 'more', 'sku', 'qty', 'price'];
    for (const name of sources.flatMap(namesIn))
      expect([...Object.keys(notification.view), ...optional]).toContain(name);
  });

  it('has the same values in text and HTML', () => {
    if (message.channel !== 'email') return;
    for (const value of valuesOf(notification.view)) {
      expect(message.text).toContain(value);
      expect(message.html).toContain(mustache.escape(value));
    }
  });
});

describe('values', () => {
  const hostile = '<script>alert("x")</script> & \'"`=/ {{order}} {{{amount}}}\r\nBcc: victim@example.com';
  const hostileEvents = [
    ['ORDER_CANCELLED', { reason: hostile }],
    ['PAYMENT_FAILED', { reason: hostile }],
    ['ORDER_SHIPPED', { shipment: { carrier: hostile, tracking_number: hostile } }],
    ['STOCK_RESERVED', { sku: hostile }],
    ['ORDER_CREATED', { line_items: [{ sku: hostile, qty: 1, unit_price: 1 }], currency: hostile }],
  ] as const;

  it.each(hostileEvents)('of %s are escaped in HTML, and inject no header', (type, changes) => {
    const message = mustacheMessages('en').render(notificationOf(type, 'email', changes));
    if (message.channel !== 'email') throw new Error('no mail');
    expect(message.html).not.toContain('<script');
    expect(message.html).toContain('&lt;script&gt;');
    expect(message.html).toContain('{{order}}');
    expect(message.subject).not.toMatch(/[\r\n]/);
    expect(message.text).toContain('<script>');
  });

  it('are human-readable amounts', () => {
    const message = mustacheMessages('en').render(
      notificationOf('ORDER_PAID', 'email', { amount: 123_456, currency: 'EUR' }),
    );
    expect(message.text).toContain('1234.56 EUR');
    const yen = mustacheMessages('de').render(
      notificationOf('PAYMENT_FAILED', 'sms', { amount: 1_234, currency: 'JPY' }),
    );
    expect(yen.text).toContain('1234 JPY');
  });

  it('that are absent are omitted', () => {
    const message = mustacheMessages('en').render(notificationOf('ORDER_SHIPPED', 'email', { shipment: {} }));
    expect(message.text).not.toMatch(/Carrier|Tracking/);
  });

  it('beyond the limit are counted', () => {
    const line_items = Array.from({ length: 674 }, (_, index) => ({ sku: `SKU-${index}`, qty: 1, unit_price: 100 }));
    const message = mustacheMessages('en').render(notificationOf('ORDER_CREATED', 'email', { line_items }));
    expect(message.text).toContain('SKU-19');
    expect(message.text).not.toContain('SKU-20');
    expect(message.text).toContain('and 654 more lines');
  });
});

describe('a text message', () => {
  it('fits one segment, whatever the values', () => {
    const value = fc.oneof(fc.string({ maxLength: 128 }), fc.string({ unit: 'grapheme', maxLength: 128 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...locales),
        value,
        value,
        fc.nat(Number.MAX_SAFE_INTEGER),
        (locale, carrier, tracking_number, amount) => {
          const { render } = mustacheMessages(locale);
          const shipped = notificationOf('ORDER_SHIPPED', 'sms', { shipment: { carrier, tracking_number } });
          const failed = notificationOf('PAYMENT_FAILED', 'sms', { amount, reason: carrier || 'x' });
          for (const { text } of [render(shipped), render(failed)]) {
            expect(fitsOneSegment(text)).toBe(true);
            expect(text).toBe(text.toWellFormed());
          }
        },
      ),
    );
  });

  it.each([
    ['a'.repeat(160), true],
    ['a'.repeat(161), false],
    [`${'a'.repeat(158)}€`, true],
    [`${'a'.repeat(159)}€`, false],
    ['ü'.repeat(160), true],
    ['я'.repeat(70), true],
    ['я'.repeat(71), false],
    ['🚚'.repeat(35), true],
    ['🚚'.repeat(36), false],
  ])('%s: %s', (text, fits) => {
    expect(fitsOneSegment(text)).toBe(fits);
  });
});

describe('an order that costs nothing', () => {
  it.each(['en', 'de'] as const)('is cancelled without mention of money (%s)', (language) => {
    const message = mustacheMessages(language).render(notificationOf('ORDER_CANCELLED', 'email', { amount: 0 }));
    if (message.channel !== 'email') throw new Error('no mail');
    for (const text of [message.text, message.html]) expect(text).not.toMatch(/0[.,]00|paid|bezahlt|return|erstatt/i);
  });

  it.each(['ORDER_PAID', 'PAYMENT_REFUNDED'] as const)('sends no mail for %s', (type) => {
    expect(() => notificationOf(type, 'email', { amount: 0 })).toThrow('No notification');
  });
});
