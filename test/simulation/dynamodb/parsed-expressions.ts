import type { Condition, Parsed, Path, UpdateClauses } from './expression.ts';
import { ExpressionParser } from './expression-parser.ts';

/** Texts come again and again; some have a place for each of many attributes, so that not all can be kept. */
const capacity = 5_000;

const remembering = <T>(parse: (parser: ExpressionParser) => T): ((text: string) => Parsed<T>) => {
  const known = new Map<string, Parsed<T>>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const parser = new ExpressionParser(text);
    const tree = parse(parser);
    const parsed = { tree, placeholders: parser.placeholders };
    if (known.size >= capacity) known.clear();
    known.set(text, parsed);
    return parsed;
  };
};

const condition = remembering<Condition>((parser) => parser.condition());
const update = remembering<UpdateClauses>((parser) => parser.update());
const paths = remembering<readonly Path[]>((parser) => parser.paths());

/** Each takes the text of a request's field, which may be absent. @throws {ValidationException} */
export const parsedCondition = (text: string | undefined): Parsed<Condition> | undefined =>
  text === undefined ? undefined : condition(text);
export const parsedUpdate = (text: string | undefined): Parsed<UpdateClauses> | undefined =>
  text === undefined ? undefined : update(text);
export const parsedPaths = (text: string | undefined): Parsed<readonly Path[]> | undefined =>
  text === undefined ? undefined : paths(text);
