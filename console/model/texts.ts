import { formatMoney } from '../../functions/shared/kernel/money.ts';

/** `2026-11-30 22:15:04` of an RFC 3339 time, UTC. */
export const timeText = (timestamp: string): string => timestamp.slice(0, 19).replace('T', ' ');

/** `22:15:04` of epoch milliseconds, UTC. */
export const clockText = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(11, 19);

const seconds = 1_000;
const minutes = 60 * seconds;
const hours = 60 * minutes;
const days = 24 * hours;

/** `44 ms`, `3.2 s`, `5 min`, `2.5 h`, `3 d`. */
export const durationText = (milliseconds: number): string => {
  const of = (unit: number, name: string): string => {
    const value = milliseconds / unit;
    return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} ${name}`;
  };
  if (milliseconds < seconds) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < minutes) return of(seconds, 's');
  if (milliseconds < hours) return of(minutes, 'min');
  return milliseconds < days ? of(hours, 'h') : of(days, 'd');
};

/** With separators of thousands. */
export const countText = (count: number | bigint): string => count.toLocaleString('en-GB');

/** Amounts of several currencies: `12.34 GBP, 5.00 EUR`; a dash where there is none. */
export const amountsText = (amounts: Readonly<Record<string, number | bigint>>): string =>
  Object.entries(amounts)
    .map(([currency, amount]) => formatMoney({ amount, currency }))
    .join(', ') || '–';

/** `97.5 %`; a dash where there is none. */
export const shareText = (share: number | null): string =>
  share === null ? '–' : `${Number((share * 100).toFixed(1))} %`;

export const isOrderId = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
