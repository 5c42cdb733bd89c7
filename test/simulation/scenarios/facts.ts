import type { TableName } from '../../../schemas/tables.ts';
import type { Entry, Journal } from './journal.ts';

/** Something that is to be found in a journal. */
export interface Fact {
  readonly what: string;
  readonly is: (entry: Entry) => boolean;
}

/** Whether something happened: undefined where it did, otherwise what is missing. */
export type Happened = (journal: Journal) => string | undefined;

type Fields = Readonly<Record<string, unknown>>;

const has = (item: unknown, fields: Fields): boolean =>
  typeof item === 'object' &&
  item !== null &&
  Object.entries(fields).every(([name, value]) =>
    typeof value === 'function' ? value(Reflect.get(item, name)) === true : Reflect.get(item, name) === value,
  );

/** An event of a type, with such fields: a value, or what has to hold of it. */
export const emits = (type: string, fields: Fields = {}): Fact => ({
  what: `emits ${type} ${Object.keys(fields).join(', ')}`.trim(),
  is: ({ emitted }) => has(emitted?.json, { type, ...fields }),
});

/** An item that comes to have such fields; undefined where it has none of that name. */
export const stores = (table: TableName, fields: Fields): Fact => ({
  what: `stores ${table} ${Object.entries(fields)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ')}`,
  is: ({ stored }) =>
    stored?.table === table &&
    has(stored.after, fields) &&
    !(stored.before !== undefined && has(stored.before, fields)),
});

/** An item is put, changed or taken away. */
export const writes = (table: TableName): Fact => ({
  what: `writes ${table}`,
  is: ({ stored }) => stored?.table === table,
});

/** An actor whose name begins so. */
export const by = (who: string, fact: Fact): Fact => ({
  what: `${who} ${fact.what}`,
  is: (entry) => entry.who.startsWith(who) && fact.is(entry),
});

/** What a process logs begins so: that it dies, stands still, or meets something. */
export const logs = (who: string, text: string): Fact =>
  by(who, { what: `logs "${text}"`, is: (entry) => entry.logged?.startsWith(text) === true });

/** One after the other. */
export const inOrder =
  (...facts: readonly Fact[]): Happened =>
  ({ entries }) => {
    let from = 0;
    for (const [index, fact] of facts.entries()) {
      const found = entries.findIndex((entry, at) => at >= from && fact.is(entry));
      if (found < 0) return `No ${fact.what}${index === 0 ? '' : `, after: ${facts[index - 1]?.what}`}`;
      from = found + 1;
    }
    return undefined;
  };

export const never =
  (fact: Fact): Happened =>
  ({ entries }) =>
    entries.some(fact.is) ? `There is: ${fact.what}` : undefined;

/** At least so often. */
export const often =
  (least: number, fact: Fact): Happened =>
  ({ entries }) => {
    const count = entries.filter(fact.is).length;
    return count >= least ? undefined : `${count} times, not ${least}: ${fact.what}`;
  };

/** An event is emitted at two places, to the byte. */
export const emittedAgain =
  (type: string): Happened =>
  ({ entries }) => {
    const values = entries.filter(emits(type).is).map(({ emitted }) => emitted?.value);
    return new Set(values).size < values.length ? undefined : `${type} is not emitted again`;
  };

/** A function makes more requests of a kind than are done: another writer was faster. */
export const refused =
  (name: string, kind: string, done: Fact): Happened =>
  ({ world, entries }) => {
    const kinds = [...(world.faults.awaits.get(name) ?? [])].filter(([known]) => known.startsWith(kind));
    const asked = kinds.reduce((sum, [, { reached }]) => sum + reached, 0);
    const wrote = entries.filter(by(name, done).is).length;
    return asked > wrote ? undefined : `${name} asked ${asked} times: ${kind}, and was not refused`;
  };

export const all =
  (...every: readonly Happened[]): Happened =>
  (journal) => {
    for (const happened of every) {
      const missing = happened(journal);
      if (missing !== undefined) return missing;
    }
    return undefined;
  };
