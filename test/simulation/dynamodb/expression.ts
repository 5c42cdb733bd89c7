import type { AttributeValue } from './attribute-value.ts';

/** The request is malformed, in DynamoDB's words as far as they matter. */
export class ValidationException extends Error {
  override readonly name = 'ValidationException';
}

/** Attribute names and list indexes, from the item inwards. */
export type Path = readonly (string | number)[];

export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Operand[] }
  | { readonly kind: 'sum'; readonly sign: 1 | -1; readonly left: Operand; readonly right: Operand };

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly of: Operand; readonly least: Operand; readonly most: Operand }
  | { readonly kind: 'in'; readonly of: Operand; readonly among: readonly Operand[] }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Operand[] };

export interface UpdateClauses {
  readonly set: readonly { readonly path: Path; readonly to: Operand }[];
  readonly remove: readonly Path[];
  readonly add: readonly { readonly path: Path; readonly value: AttributeValue }[];
  readonly delete: readonly { readonly path: Path; readonly value: AttributeValue }[];
}

/** What the placeholders of an expression stand for; each must be used by one of the request's expressions. */
export class Placeholders {
  readonly #names: Readonly<Record<string, string>>;
  readonly #values: Readonly<Record<string, AttributeValue>>;
  readonly #used = new Set<string>();

  constructor(names: Readonly<Record<string, string>> = {}, values: Readonly<Record<string, AttributeValue>> = {}) {
    this.#names = names;
    this.#values = values;
  }

  name(placeholder: string): string {
    const name = this.#names[placeholder];
    if (name === undefined)
      throw new ValidationException(`An expression attribute name is not defined: ${placeholder}`);
    this.#used.add(placeholder);
    return name;
  }

  value(placeholder: string): AttributeValue {
    const value = this.#values[placeholder];
    if (value === undefined)
      throw new ValidationException(`An expression attribute value is not defined: ${placeholder}`);
    this.#used.add(placeholder);
    return value;
  }

  /** @throws {ValidationException} some are not used. */
  checkUsed(): void {
    const unused = [...Object.keys(this.#names), ...Object.keys(this.#values)].filter((name) => !this.#used.has(name));
    if (unused.length > 0) throw new ValidationException(`Unused in expressions: ${unused.join(', ')}`);
  }
}

const token = /\s*(<>|<=|>=|[=<>()[\],.+-]|#\w+|:\w+|\w+)/y;

const tokensOf = (text: string): readonly string[] => {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const match = token.exec(text);
    if (match?.[1] === undefined) throw new ValidationException(`Syntax error in "${text}"`);
    tokens.push(match[1]);
  }
  return tokens;
};

const comparators: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);

/** Recursive descent over one expression. */
class Parser {
  readonly #text: string;
  readonly #tokens: readonly string[];
  readonly #placeholders: Placeholders;
  #at = 0;

  constructor(text: string, placeholders: Placeholders) {
    this.#text = text;
    this.#tokens = tokensOf(text);
    this.#placeholders = placeholders;
  }

  condition(): Condition {
    const parsed = this.#or();
    this.#end();
    return parsed;
  }

  paths(): readonly Path[] {
    const parsed = this.#list(() => this.#path());
    this.#end();
    return parsed;
  }

  update(): UpdateClauses {
    const clauses = {
      set: [] as UpdateClauses['set'],
      remove: [] as readonly Path[],
      add: [] as UpdateClauses['add'],
      delete: [] as UpdateClauses['delete'],
    };
    while (this.#peek() !== undefined) {
      const keyword = this.#next().toUpperCase();
      if (keyword === 'SET') clauses.set = this.#list(() => this.#assignment());
      else if (keyword === 'REMOVE') clauses.remove = this.#list(() => this.#path());
      else if (keyword === 'ADD') clauses.add = this.#list(() => ({ path: this.#path(), value: this.#value() }));
      else if (keyword === 'DELETE') clauses.delete = this.#list(() => ({ path: this.#path(), value: this.#value() }));
      else this.#fail();
    }
    return clauses;
  }

  #assignment(): { readonly path: Path; readonly to: Operand } {
    const path = this.#path();
    this.#expect('=');
    const left = this.#operand();
    const sign = this.#peek();
    if (sign !== '+' && sign !== '-') return { path, to: left };
    this.#next();
    return { path, to: { kind: 'sum', sign: sign === '+' ? 1 : -1, left, right: this.#operand() } };
  }

  #or(): Condition {
    let left = this.#and();
    while (this.#keyword('OR')) left = { kind: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Condition {
    let left = this.#not();
    while (this.#keyword('AND')) left = { kind: 'and', left, right: this.#not() };
    return left;
  }

  #not(): Condition {
    if (this.#keyword('NOT')) return { kind: 'not', of: this.#not() };
    if (this.#peek() === '(') {
      this.#next();
      const inner = this.#or();
      this.#expect(')');
      return inner;
    }
    const left = this.#operand();
    const operator = this.#peek();
    if (operator !== undefined && comparators.has(operator)) {
      this.#next();
      return { kind: 'compare', operator, left, right: this.#operand() };
    }
    if (this.#keyword('BETWEEN')) {
      const least = this.#operand();
      if (!this.#keyword('AND')) this.#fail();
      return { kind: 'between', of: left, least, most: this.#operand() };
    }
    if (this.#keyword('IN')) {
      this.#expect('(');
      const among = this.#list(() => this.#operand());
      this.#expect(')');
      return { kind: 'in', of: left, among };
    }
    if (left.kind !== 'call') return this.#fail();
    return left;
  }

  #operand(): Operand {
    const first = this.#peek() ?? this.#fail();
    if (first.startsWith(':')) return { kind: 'value', value: this.#value() };
    if (/^\w/.test(first) && this.#tokens[this.#at + 1] === '(') {
      const name = this.#next();
      this.#expect('(');
      const operands = this.#list(() => this.#operand());
      this.#expect(')');
      return { kind: 'call', name, operands };
    }
    return { kind: 'path', path: this.#path() };
  }

  #path(): Path {
    const path: (string | number)[] = [this.#name()];
    for (;;) {
      if (this.#peek() === '.') {
        this.#next();
        path.push(this.#name());
      } else if (this.#peek() === '[') {
        this.#next();
        path.push(Number(this.#next()));
        this.#expect(']');
      } else return path;
    }
  }

  #name(): string {
    const text = this.#next();
    if (text.startsWith('#')) return this.#placeholders.name(text);
    return /^[A-Za-z_]\w*$/.test(text) ? text : this.#fail();
  }

  #value(): AttributeValue {
    const text = this.#next();
    return text.startsWith(':') ? this.#placeholders.value(text) : this.#fail();
  }

  #list<T>(one: () => T): readonly T[] {
    const all = [one()];
    while (this.#peek() === ',') {
      this.#next();
      all.push(one());
    }
    return all;
  }

  #keyword(word: string): boolean {
    if (this.#peek()?.toUpperCase() !== word) return false;
    this.#at += 1;
    return true;
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #next(): string {
    const text = this.#peek() ?? this.#fail();
    this.#at += 1;
    return text;
  }

  #expect(text: string): void {
    if (this.#next() !== text) this.#fail();
  }

  #end(): void {
    if (this.#peek() !== undefined) this.#fail();
  }

  #fail(): never {
    throw new ValidationException(`Syntax error in "${this.#text}" near ${this.#tokens[this.#at] ?? 'its end'}`);
  }
}

/** Expressions are few and come again and again: what was tokenised once could be kept, but placeholders differ. */
export const parseCondition = (text: string, placeholders: Placeholders): Condition =>
  new Parser(text, placeholders).condition();
export const parseUpdate = (text: string, placeholders: Placeholders): UpdateClauses =>
  new Parser(text, placeholders).update();
export const parsePaths = (text: string, placeholders: Placeholders): readonly Path[] =>
  new Parser(text, placeholders).paths();
