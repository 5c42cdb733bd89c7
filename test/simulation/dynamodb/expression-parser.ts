import { type Condition, type Operand, type Path, type UpdateClauses, ValidationException } from './expression.ts';

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
export class ExpressionParser {
  readonly #text: string;
  readonly #tokens: readonly string[];
  readonly #placeholders = new Set<string>();
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  /** Those met so far. */
  get placeholders(): ReadonlySet<string> {
    return this.#placeholders;
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
      else if (keyword === 'ADD') clauses.add = this.#list(() => ({ path: this.#path(), operand: this.#value() }));
      else if (keyword === 'DELETE')
        clauses.delete = this.#list(() => ({ path: this.#path(), operand: this.#value() }));
      else this.#fail();
    }
    return clauses;
  }

  #assignment(): UpdateClauses['set'][number] {
    const path = this.#path();
    this.#expect('=');
    const left = this.#operand();
    const sign = this.#peek();
    if (sign !== '+' && sign !== '-') return { path, operand: left };
    this.#next();
    return { path, operand: { kind: 'sum', sign: sign === '+' ? 1 : -1, left, right: this.#operand() } };
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
    if (first.startsWith(':')) return this.#value();
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
    if (text.startsWith('#')) this.#placeholders.add(text);
    return /^#|^[A-Za-z_]\w*$/.test(text) ? text : this.#fail();
  }

  #value(): Operand {
    const placeholder = this.#next();
    if (!placeholder.startsWith(':')) this.#fail();
    this.#placeholders.add(placeholder);
    return { kind: 'value', placeholder };
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
