import { crashPointText } from '../plan/crash-point.ts';
import { crashCoverage } from './coverage.ts';
import { hasPassed, type Summary } from './summary.ts';

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

const table = (rows: readonly (readonly (string | number)[])[]): readonly string[] => {
  const texts = rows.map((row) => row.map(String));
  const widths = (texts[0] ?? []).map((_, column) => Math.max(...texts.map((row) => (row[column] ?? '').length)));
  return texts.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
};

const counts = (title: string, of: Readonly<Record<string, number>>): readonly string[] => [
  '',
  title,
  ...table(Object.entries(of).sort(([one], [other]) => (one < other ? -1 : 1))).map((line) => `  ${line}`),
];

const coverage = ({ tally, forced }: Summary): readonly string[] => {
  const rows = crashCoverage(tally);
  const points = rows.reduce((sum, row) => sum + row.points, 0);
  const missed = rows.flatMap((row) => row.missed);
  const lines = table([
    ['function', 'awaits', 'reached', 'died before', 'died after', 'points hit'],
    ...rows.map((row) => [
      ...[row.function, row.awaits, row.reached, row.diedBefore, row.diedAfter],
      `${row.points - row.missed.length} of ${row.points}`,
    ]),
  ]);
  return [
    '',
    `Crash points hit: ${points - missed.length} of ${points} (${percent(points - missed.length, points)}); ${forced} schedules were added for those that no seed had hit`,
    ...lines.map((line) => `  ${line}`),
    ...missed.map((point) => `  not hit: ${crashPointText(point)}`),
  ];
};

const failures = ({ failures: groups }: Summary): readonly string[] =>
  groups.flatMap(({ invariant, runs, message, stack, shrunk, replay }) => [
    '',
    `✗ ${invariant}: ${runs} schedules. One of them:`,
    `  ${replay}`,
    `  ${message}`,
    ...(stack === undefined ? [] : stack.split('\n').slice(1, 8)),
    ...(shrunk === undefined
      ? []
      : [
          `  shrunk by ${shrunk.runs} runs to ${shrunk.plan.actions.length} actions and ${shrunk.plan.faults.length} faults:`,
          `  ${JSON.stringify(shrunk.plan)}`,
          '',
          ...shrunk.story.map((line) => `  ${line}`),
        ]),
  ]);

/** What has failed, and what has to be shown and was not; and how much was run. */
export const verdictText = (summary: Summary): string => {
  const { tally, baseSeed, schedulesPerMinute, requirements } = summary;
  return [
    ...failures(summary),
    '',
    `${tally.schedules} schedules from seed ${baseSeed}, ${schedulesPerMinute} a minute`,
    ...requirements.filter(({ met }) => !met).map(({ name }) => `✗ ${name}`),
    ...(hasPassed(summary) ? ['Nothing was found.'] : []),
    '',
  ].join('\n');
};

/** The result of a run for people. */
export const reportText = (summary: Summary): string => {
  const { tally } = summary;
  return [
    ...coverage(summary),
    ...counts('Faults injected', tally.faults),
    ...counts('Orders by the state that they ended in', tally.orders),
    ...counts('Deliveries', tally.kafka),
    ...counts('Answers to clients', tally.answers),
    verdictText(summary),
  ].join('\n');
};
