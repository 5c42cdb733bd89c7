/**
 * Typed reading of a resource's `Properties`: every value is checked, and an error names the property by its full path.
 * CloudFormation passes numbers and booleans also as strings, so both are taken.
 */
export class Properties {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #path: string;

  constructor(values: Readonly<Record<string, unknown>>, path = '') {
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

  string(name: string): string {
    return this.optionalString(name) ?? this.#fail(name, 'is required');
  }

  optionalString(name: string): string | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    return this.#fail(name, 'must be a string');
  }

  oneOf<const Value extends string>(name: string, values: readonly Value[], otherwise: Value): Value {
    const value = this.optionalString(name);
    if (value === undefined) return otherwise;
    return (
      values.find((allowed) => allowed === value) ??
      this.#fail(name, `"${value}" is not supported locally (supported: ${values.join(', ')})`)
    );
  }

  boolean(name: string): boolean | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    return this.#fail(name, 'must be a boolean');
  }

  number(name: string): number | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === 'number') return value;
    if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
    return this.#fail(name, 'must be a number');
  }

  strings(name: string): readonly string[] {
    return this.#list(name).map((value) =>
      typeof value === 'string' ? value : this.#fail(name, 'must be a list of strings'),
    );
  }

  record(name: string): Properties | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    return isRecord(value) ? new Properties(value, `${this.#path}${name}.`) : this.#fail(name, 'must be an object');
  }

  records(name: string): readonly Properties[] {
    return this.#list(name).map((value, index) =>
      isRecord(value)
        ? new Properties(value, `${this.#path}${name}[${index}].`)
        : this.#fail(name, 'must be a list of objects'),
    );
  }

  /** A map whose values are records, as `Throttle` of a usage plan's stage. */
  recordMap(name: string): ReadonlyMap<string, Properties> {
    const record = this.raw(name) ?? {};
    if (!isRecord(record)) return this.#fail(name, 'must be an object');
    return new Map(
      Object.entries(record).map(([key, value]) => [
        key,
        isRecord(value) ? new Properties(value, `${this.#path}${name}.${key}.`) : this.#fail(name, 'must hold objects'),
      ]),
    );
  }

  stringMap(name: string): Readonly<Record<string, string>> {
    const record = this.raw(name) ?? {};
    if (!isRecord(record)) return this.#fail(name, 'must be an object');
    return Object.fromEntries(
      Object.entries(record).map(([key, value]) => [
        key,
        typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number'
          ? String(value)
          : this.#fail(`${name}.${key}`, 'must be a string'),
      ]),
    );
  }

  /** Refuses properties that would change behaviour and are not emulated: better an error than a silent difference. */
  refuse(...names: readonly string[]): void {
    for (const name of names) if (this.has(name)) this.#fail(name, 'is not supported locally');
  }

  #list(name: string): readonly unknown[] {
    const value = this.raw(name) ?? [];
    return Array.isArray(value) ? value : this.#fail(name, 'must be a list');
  }

  #fail(name: string, problem: string): never {
    throw new Error(`property ${this.#path}${name} ${problem}`);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
