/** One protection of the product taken away: a text of its source that is replaced by another as it is loaded. */
export interface Mutation {
  /** As the table and `--only` have it. */
  readonly name: string;
  /** Of this repository, from its root. */
  readonly file: string;
  /** Occurs there once. */
  readonly find: string;
  readonly replace: string;
  /** What is taken away. */
  readonly about: string;
  /** The scenario that forces the case in which the protection is needed. */
  readonly scenario?: string;
}

/** Mutations of one file. */
export const mutationsOf = (file: string, mutations: readonly Omit<Mutation, 'file'>[]): readonly Mutation[] =>
  mutations.map((mutation) => ({ file, ...mutation }));

/** The source without its protection. @throws {RangeError} the text is not there once: the mutation is out of date. */
export const mutated = (source: string, { name, file, find, replace }: Mutation): string => {
  const [before, after, ...others] = source.split(find);
  if (before === undefined || after === undefined || others.length > 0)
    throw new RangeError(`The text of the mutation "${name}" is not in ${file} once`);
  return before + replace + after;
};
