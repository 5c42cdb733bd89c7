/** A property of a template that is refused: where it is, what is expected, and what was found. */
export class PropertyError extends Error {
  /** With its path: `DestinationConfig.OnFailure.Destination`. */
  readonly property: string;
  readonly problem: string;

  constructor(property: string, problem: string) {
    super(`property ${property} ${problem}`);
    this.property = property;
    this.problem = problem;
  }
}

export interface IntegerLimits {
  readonly min: number;
  readonly max: number;
  /** A value outside the range that is also allowed, such as -1 for "for ever". */
  readonly also?: number;
}

export interface StringLimits {
  readonly pattern?: RegExp;
  readonly oneOf?: readonly string[];
}

type Values = Readonly<Record<string, unknown>>;

/**
 * The one reader of a resource's `Properties`: every value is checked, and an error names the property by its full path.
 * CloudFormation passes numbers and booleans also as strings, so both are taken.
 */
export class Properties {
  readonly #values: Values;
  readonly #path: string;

  constructor(values: Values, path = '') {
    this.#values = values;
    this.#path = path;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined && this.#values[name] !== null;
  }

  /** The raw value, for shapes only the caller knows. */
  raw(name: string): unknown {
    return this.#values[name] ?? undefined;
  }

  string(name: string, limits?: StringLimits): string {
    return this.optionalString(name, limits) ?? this.fail(name, 'is required');
  }

  optionalString(name: string, { pattern, oneOf }: StringLimits = {}): string | undefined {
    const given = this.raw(name);
    if (given === undefined) return undefined;
    if (typeof given !== 'string' && typeof given !== 'number') return this.#mismatch(name, 'a string', given);
    const value = String(given);
    if (oneOf !== undefined && !oneOf.includes(value)) return this.#mismatch(name, `one of ${oneOf.join(', ')}`, given);
    if (pattern !== undefined && !pattern.test(value)) {
      return this.fail(name, `must match ${pattern.source}, got ${shown(given)}`);
    }
    return value;
  }

  oneOf<const Value extends string>(name: string, values: readonly Value[], otherwise: Value): Value {
    const value = this.optionalString(name);
    if (value === undefined) return otherwise;
    return (
      values.find((allowed) => allowed === value) ??
      this.fail(name, `"${value}" is not supported locally (supported: ${values.join(', ')})`)
    );
  }

  boolean(name: string): boolean | undefined {
    const given = this.raw(name);
    if (given === undefined || typeof given === 'boolean') return given;
    if (given === 'true' || given === 'false') return given === 'true';
    return this.#mismatch(name, 'true or false', given);
  }

  number(name: string): number | undefined {
    const given = this.raw(name);
    if (given === undefined) return undefined;
    const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
    return typeof value === 'number' && Number.isFinite(value) ? value : this.#mismatch(name, 'a number', given);
  }

  integer(name: string, { min, max, also }: IntegerLimits): number | undefined {
    const given = this.raw(name);
    if (given === undefined) return undefined;
    const value = typeof given === 'string' && /^-?\d+$/.test(given) ? Number(given) : given;
    if (typeof value === 'number' && Number.isInteger(value) && ((value >= min && value <= max) || value === also)) {
      return value;
    }
    const range = `a whole number from ${min} to ${max}${also === undefined ? '' : `, or ${also}`}`;
    return this.#mismatch(name, range, given);
  }

  list(name: string): readonly unknown[] {
    const given = this.raw(name) ?? [];
    return Array.isArray(given) ? given : this.#mismatch(name, 'a list', given);
  }

  strings(name: string): readonly string[] {
    return this.list(name).map((value, index) =>
      typeof value === 'string' ? value : this.#mismatch(`${name}[${index}]`, 'a string', value),
    );
  }

  record(name: string): Properties | undefined {
    return this.has(name) ? this.#nested(name, this.raw(name)) : undefined;
  }

  records(name: string): readonly Properties[] {
    return this.list(name).map((value, index) => this.#nested(`${name}[${index}]`, value));
  }

  /** A map whose values are records, as `Throttle` of a usage plan's stage. */
  recordMap(name: string): ReadonlyMap<string, Properties> {
    return new Map(this.#entries(name).map(([key, value]) => [key, this.#nested(`${name}.${key}`, value)]));
  }

  stringMap(name: string): Readonly<Record<string, string>> {
    return Object.fromEntries(
      this.#entries(name).map(([key, value]) => [
        key,
        typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number'
          ? String(value)
          : this.#mismatch(`${name}.${key}`, 'a string', value),
      ]),
    );
  }

  /** Refuses properties that would change behaviour and are not emulated: better an error than a silent difference. */
  refuse(...names: readonly string[]): void {
    for (const name of names) if (this.has(name)) this.fail(name, 'is not supported locally');
  }

  /** Refuses every property that is not among `names`. */
  allowOnly(names: readonly string[]): void {
    for (const name of Object.keys(this.#values)) {
      if (this.has(name) && !names.includes(name)) this.fail(name, 'is not a property the local platform knows');
    }
  }

  /** @throws {PropertyError} */
  fail(name: string, problem: string): never {
    throw new PropertyError(this.#path + name, problem);
  }

  #entries(name: string): readonly (readonly [string, unknown])[] {
    const given = this.raw(name) ?? {};
    return isRecord(given) ? Object.entries(given) : this.#mismatch(name, 'an object', given);
  }

  #nested(name: string, value: unknown): Properties {
    return isRecord(value) ? new Properties(value, `${this.#path}${name}.`) : this.#mismatch(name, 'an object', value);
  }

  #mismatch(name: string, expected: string, found: unknown): never {
    return this.fail(name, `must be ${expected}, got ${shown(found)}`);
  }
}

const longestShown = 200;

/** As in the template, cut if it is long. */
const shown = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
};

function isRecord(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
