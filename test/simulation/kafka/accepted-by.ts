import { type Consumer, filtersFor } from '../../../schemas/catalogue.ts';
import type { StoredRecord } from './simulated-kafka.ts';

type Filter = readonly (readonly [field: string, allowed: readonly unknown[]])[];

const fits = (filter: Filter, json: unknown): boolean => {
  // Of a list, any object will do.
  if (Array.isArray(json)) return json.some((one) => !Array.isArray(one) && isObject(one) && fits(filter, one));
  return isObject(json) && filter.every(([field, allowed]) => allowed.includes(Reflect.get(json, field)));
};

const isObject = (json: unknown): json is object => typeof json === 'object' && json !== null;

/** What a group's filters let pass: also what they cannot judge, since they ask for fields, and that has none. */
export const wantedBy = (consumer: Consumer): ((record: Pick<StoredRecord, 'json'>) => boolean) => {
  const filters = filtersFor(consumer).map((filter) => Object.entries(filter));
  if (filters.length === 0) return () => true;
  return ({ json }) => !isObject(json) || filters.some((filter) => fits(filter, json));
};
