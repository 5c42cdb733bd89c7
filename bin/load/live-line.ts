import type { RecentFigures } from './recent-answers.ts';

export interface LiveFigures extends RecentFigures {
  /** Since the first arrival. */
  readonly seconds: number;
  readonly askedPerSecond: number;
  /** Arrived and not answered, those that wait for a socket too. */
  readonly inFlight: number;
  readonly answers: Readonly<Record<string, number>>;
  /** Accepted orders that are not final: an estimate while orders arrive. */
  readonly waiting: number;
}

const ms = (value: number): string => (Number.isNaN(value) ? '-' : `${Math.round(value)} ms`);

const clockTime = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds));
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
};

export const answerCounts = (answers: Readonly<Record<string, number>>): string =>
  Object.entries(answers)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ') || 'none yet';

export const liveLine = (figures: LiveFigures): string => {
  const { seconds, askedPerSecond, acceptedPerSecond, inFlight, p50, p99, answers, waiting } = figures;
  return [
    clockTime(seconds),
    `asked ${askedPerSecond.toFixed(1)}/s`,
    `accepted ${acceptedPerSecond.toFixed(1)}/s`,
    `in flight ${inFlight}`,
    `POST p50 ${ms(p50)} p99 ${ms(p99)}`,
    answerCounts(answers),
    `waiting for PAID ${waiting}`,
  ].join('  ');
};
