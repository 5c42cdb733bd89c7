import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { dayOf } from './time-domain.ts';

/** A time range of whole minutes or whole days, end exclusive. */
export interface Span {
  readonly from: string;
  readonly to: string;
  readonly resolution: 'minute' | 'day';
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const longestDays = 31;

const date = /^\d{4}-\d{2}-\d{2}$/;
const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** Epoch milliseconds of a date or an RFC 3339 time. Rejects 31 February, which Date would convert to a day of March. */
const parse = (text: string): number | undefined => {
  if (!date.test(text) && !rfc3339.test(text)) return undefined;
  const day = Date.parse(text.slice(0, 10));
  if (Number.isNaN(day) || dayOf(new Date(day).toISOString()) !== text.slice(0, 10)) return undefined;
  const ms = date.test(text) ? day : Date.parse(text.toUpperCase());
  return Number.isNaN(ms) ? undefined : ms;
};

/**
 * Parses the requested range: dates (the last one included) or times; ends now by default, and begins an hour before its end.
 * Resolution is a minute up to a day, and a day beyond.
 */
export const spanOf = (
  requested: { readonly from: string | undefined; readonly to: string | undefined },
  now: number,
): Result<Span, string> => {
  const end = requested.to === undefined ? now : parse(requested.to);
  if (end === undefined) return err('to is a date or an RFC 3339 time: 2026-11-22, 2026-11-22T06:00:00Z');
  const until = requested.to !== undefined && date.test(requested.to) ? end + dayMs : end;
  const start = requested.from === undefined ? until - 60 * minuteMs : parse(requested.from);
  if (start === undefined) return err('from is a date or an RFC 3339 time: 2026-11-22, 2026-11-22T06:00:00Z');
  if (start >= until) return err('from is before to');
  if (until - start > longestDays * dayMs) return err(`from and to are at most ${longestDays} days apart`);
  const resolution = until - start <= dayMs ? 'minute' : 'day';
  const unit = resolution === 'minute' ? minuteMs : dayMs;
  const at = (ms: number): string => new Date(ms).toISOString();
  return ok({ from: at(Math.floor(start / unit) * unit), to: at(Math.ceil(until / unit) * unit), resolution });
};

/** Each day that overlaps the span. */
export const daysIn = ({ from, to }: Span): readonly string[] => {
  const days: string[] = [];
  for (let ms = Date.parse(dayOf(from)); ms < Date.parse(to); ms += dayMs) days.push(dayOf(new Date(ms).toISOString()));
  return days;
};
