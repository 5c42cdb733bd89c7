import type { AnalyticsHealth } from '../../schemas/generated/types.ts';
import type { Recounted } from './rebuild.ts';

/** The result of comparing the views with their topics. */
interface Comparison {
  /** Records counted again. */
  readonly records: number;
  readonly rows_that_differ: number;
  /** Topics whose first records are gone: their views cannot be compared. */
  readonly not_compared: readonly string[];
}

/** The API's reply, plus what the API cannot know. */
export interface ViewsHealth extends Omit<AnalyticsHealth, 'complete'> {
  /** Absent where it is not known: not all views were compared. */
  readonly complete?: boolean;
  /** Letters that the event source wrote in place of the projection, and that were not replayed. */
  readonly event_source_letters: number;
  readonly compared?: Comparison;
}

/**
 * Whether the views are complete: the API counts nothing as missing, and every row matches the topics. Rows can be wrong
 * in ways that no count shows: restored, damaged, or counted by earlier code.
 * @param letters of the event source: missing in the views, but where a rebuild has counted them, which only a comparison knows.
 * @param recounted undefined where rows were not compared.
 */
export const checkedHealth = (
  { complete: isAccounted, ...account }: AnalyticsHealth,
  letters: number,
  recounted: Pick<Recounted, 'records' | 'differences' | 'cut'> | undefined,
): ViewsHealth => {
  const health = { ...account, event_source_letters: letters };
  if (recounted === undefined) return { ...health, ...((!isAccounted || letters > 0) && { complete: false }) };
  const { records, differences, cut } = recounted;
  const compared = { records, rows_that_differ: differences.length, not_compared: cut };
  if (!isAccounted || differences.length > 0) return { ...health, complete: false, compared };
  return { ...health, ...(cut.length === 0 && { complete: true }), compared };
};
