import { Cron } from 'croner';

/** When a schedule fires. */
export interface ScheduleExpression {
  /** The first time strictly after `after`; undefined if there is none any more. */
  next(after: Date): Date | undefined;
}

/**
 * Reads `rate(5 minutes)`, `cron(0 10 ? * MON-FRI *)` or `at(2026-12-24T18:00:00)` as EventBridge does.
 * @param timeZone of cron and at, an IANA name.
 * @param origin what a rate counts from.
 * @throws {Error} the expression is none of these.
 */
export function parseScheduleExpression(text: string, timeZone: string, origin: Date): ScheduleExpression {
  const [, kind, argument = ''] = /^(rate|cron|at)\((.*)\)$/.exec(text.trim()) ?? [];
  switch (kind) {
    case 'rate':
      return rate(argument, origin);
    case 'cron':
      return calendar(cronPattern(argument), timeZone, text);
    case 'at':
      if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(argument)) throw invalid(text, 'at takes yyyy-mm-ddThh:mm:ss');
      return calendar(argument, timeZone, text);
    default:
      throw invalid(text, 'it must be rate(…), cron(…) or at(…)');
  }
}

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

function rate(argument: string, origin: Date): ScheduleExpression {
  const [, digits = '', unit = '', plural = ''] = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(argument) ?? [];
  const count = Number(digits);
  if (unit !== 'minute' && unit !== 'hour' && unit !== 'day') throw invalid(argument, 'rate takes a number and a unit');
  if ((count === 1) === (plural === 's')) throw invalid(argument, 'one has a singular unit, more a plural one');
  const interval = count * unitMs[unit];
  return {
    next(after) {
      const passed = Math.floor((after.getTime() - origin.getTime()) / interval);
      return new Date(origin.getTime() + (Math.max(passed, 0) + 1) * interval);
    },
  };
}

function calendar(pattern: string, timeZone: string, text: string): ScheduleExpression {
  try {
    // Without a callback croner only computes; weekdays count from 1 = Sunday on AWS.
    const cron = new Cron(pattern, { timezone: timeZone, alternativeWeekdays: true });
    cron.nextRun(new Date(0)); // An unknown time zone shows only here.
    return { next: (after) => cron.nextRun(after) ?? undefined };
  } catch (error) {
    throw invalid(text, error instanceof Error ? error.message : String(error));
  }
}

/** The ends of AWS's fields, for `from/step`, which croner wants as a range. */
const lastOfField = ['59', '23', '31', '12', '7', '2199'];

/** AWS's six fields, minutes to year, in croner's dialect: seconds first. */
function cronPattern(argument: string): string {
  const fields = argument.trim().split(/\s+/);
  if (fields.length !== 6) throw invalid(argument, 'cron takes six fields: minutes, hours, day, month, weekday, year');
  if ((fields[2] === '?') === (fields[4] === '?')) {
    throw invalid(argument, 'exactly one of day of month and day of week must be ?');
  }
  const translated = fields.map((field, index) =>
    field
      .split(',')
      .map((part) => part.replace(/^(\w+)\/(\d+)$/, `$1-${lastOfField[index]}/$2`))
      .join(','),
  );
  if (translated[4] === 'L') translated[4] = '7'; // The last day of the week.
  return ['0', ...translated].join(' ');
}

function invalid(text: string, reason: string): Error {
  return new Error(`schedule expression "${text}": ${reason}`);
}
