import { FilterPatternError } from '../filter/filter-condition.ts';
import { compileFilterPattern, type FilterPattern } from '../filter/filter-pattern.ts';
import type { PropertyReader } from './property-reader.ts';

const maximumFilters = 5;
const maximumPatternLength = 4096;

/** @throws {EventSourceMappingPropertyError} too many filters, or a pattern that is not understood. */
export function parseFilterCriteria(reader: PropertyReader): readonly FilterPattern[] {
  const criteria = reader.object('FilterCriteria', 'A20');
  criteria?.allowOnly(['Filters'], 'A20');
  const filters = criteria?.objects('Filters', 'A20') ?? [];
  if (filters.length > maximumFilters) {
    criteria?.refuse('Filters', 'A20', `takes at most ${maximumFilters} filters, got ${filters.length}`);
  }
  return filters.map((filter) => {
    filter.allowOnly(['Pattern'], 'A20');
    const pattern = filter.required('Pattern', { rule: 'A20' });
    if (pattern.length > maximumPatternLength) {
      filter.refuse('Pattern', 'A20', `must be at most ${maximumPatternLength} characters, got ${pattern.length}`);
    }
    try {
      return compileFilterPattern(pattern);
    } catch (error) {
      if (error instanceof FilterPatternError) return filter.refuse('Pattern', error.rule, error.message);
      throw error;
    }
  });
}
