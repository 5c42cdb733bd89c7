import type { MutationResult } from './run-mutations.ts';

const whereOf = ({ caught }: MutationResult): string => {
  if (caught === undefined) return 'NOT CAUGHT';
  return caught.scenario === undefined ? `${caught.seeds}` : `scenario: ${caught.scenario}`;
};

/** One result, as a line of a log. */
export const resultLine = (result: MutationResult): string => {
  const { mutation, caught } = result;
  const by = caught === undefined ? '' : `  ${caught.failure.invariant}: ${caught.failure.message.slice(0, 120)}`;
  return `${mutation.name.padEnd(36)} ${whereOf(result)}${by}`;
};

/** The table: mutation, schedules until caught or the scenario, the invariant. */
export const mutationsText = (results: readonly MutationResult[]): string => {
  const rows = [
    ['mutation', 'schedules until caught', 'by', 'what is taken away'],
    ...results.map((result) => [
      result.mutation.name,
      whereOf(result),
      result.caught?.failure.invariant ?? '',
      result.mutation.about,
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const missed = results.filter(({ caught }) => caught === undefined).length;
  return [
    ...rows.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    '',
    missed === 0 ? `All ${results.length} mutations were caught.` : `${missed} of ${results.length} were not caught.`,
    '',
  ].join('\n');
};
