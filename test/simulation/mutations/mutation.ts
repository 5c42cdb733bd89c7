import ts from 'typescript';
import type { Change } from './change/change.ts';
import { type Edit, edited } from './change/edit.ts';
import { symbolIn } from './change/symbol.ts';

/** One protection of the product removed: a change to a symbol of its source, made as the source is loaded. */
export interface Mutation {
  /** As the table and `--only` have it. */
  readonly name: string;
  /** Of this repository, from its root. */
  readonly file: string;
  /** A declaration of the file, by its path: `decide`, `OutdatedStocks.find`, `reactions.PAID`. */
  readonly symbol: string;
  readonly change: Change;
  /** The consequence. */
  readonly about: string;
  /** The scenario that forces the case in which the protection is needed. */
  readonly scenario?: string;
}

/** Mutations of one file. */
export const mutationsOf = (file: string, mutations: readonly Omit<Mutation, 'file'>[]): readonly Mutation[] =>
  mutations.map((mutation) => ({ file, ...mutation }));

/** What a mutation replaces in the source. @throws {RangeError} its symbol does not exist, or its change matches no place or several. */
export const editsOf = (source: string, { name, file, symbol, change }: Mutation): readonly Edit[] => {
  try {
    const node = symbolIn(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true), symbol);
    return change({ symbol: node, node });
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    throw new RangeError(`Mutation "${name}" of ${symbol} in ${file}: ${thrown.message}`, { cause: thrown });
  }
};

/** The source without its protection. @throws {RangeError} as `editsOf`. */
export const mutated = (source: string, mutation: Mutation): string => edited(source, editsOf(source, mutation));
