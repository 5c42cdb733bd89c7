/** A property that Lambda, or its emulation here, refuses. The message names the property and the rule. */
export class EventSourceMappingPropertyError extends Error {
  override readonly name = 'InvalidParameterValueException';
  readonly property: string;
  /** Id of the documented rule, which is also how the test of the rule is called. */
  readonly rule: string;

  constructor(property: string, rule: string, problem: string) {
    super(`${property}: ${problem} (event source mapping rule ${rule})`);
    this.property = property;
    this.rule = rule;
  }
}

interface IntegerLimits {
  readonly rule: string;
  readonly min: number;
  readonly max: number;
  /** A value outside the range that is also allowed, such as -1 for "for ever". */
  readonly also?: number;
}

interface StringLimits {
  readonly rule: string;
  readonly pattern?: RegExp;
  readonly oneOf?: readonly string[];
}

/** Reads resolved CloudFormation properties with checks; numbers and booleans may come as strings, as CloudFormation allows. */
export class PropertyReader {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #path: string;

  constructor(values: Readonly<Record<string, unknown>>, path = '') {
    this.#values = values;
    this.#path = path;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined && this.#values[name] !== null;
  }

  refuse(name: string, rule: string, problem: string): never {
    throw new EventSourceMappingPropertyError(this.#path + name, rule, problem);
  }

  /** Refuses every property that is not among `names`. */
  allowOnly(names: readonly string[], rule: string): void {
    for (const name of Object.keys(this.#values)) {
      if (this.has(name) && !names.includes(name))
        this.refuse(name, rule, 'is not a property the local platform knows');
    }
  }

  integer(name: string, { rule, min, max, also }: IntegerLimits): number | undefined {
    if (!this.has(name)) return undefined;
    const given = this.#values[name];
    const value = typeof given === 'string' && /^-?\d+$/.test(given) ? Number(given) : given;
    if (typeof value === 'number' && Number.isInteger(value) && ((value >= min && value <= max) || value === also)) {
      return value;
    }
    const range = `a whole number from ${min} to ${max}${also === undefined ? '' : `, or ${also}`}`;
    return this.refuse(name, rule, `must be ${range}, got ${JSON.stringify(given)}`);
  }

  boolean(name: string, rule: string): boolean | undefined {
    if (!this.has(name)) return undefined;
    const given = this.#values[name];
    if (given === true || given === 'true') return true;
    if (given === false || given === 'false') return false;
    return this.refuse(name, rule, `must be true or false, got ${JSON.stringify(given)}`);
  }

  string(name: string, { rule, pattern, oneOf }: StringLimits): string | undefined {
    if (!this.has(name)) return undefined;
    const given = this.#values[name];
    if (typeof given !== 'string') return this.refuse(name, rule, `must be a string, got ${JSON.stringify(given)}`);
    if (oneOf !== undefined && !oneOf.includes(given)) {
      return this.refuse(name, rule, `must be one of ${oneOf.join(', ')}, got "${given}"`);
    }
    if (pattern !== undefined && !pattern.test(given)) {
      return this.refuse(name, rule, `must match ${pattern.source}, got "${given}"`);
    }
    return given;
  }

  required(name: string, limits: StringLimits): string {
    return this.string(name, limits) ?? this.refuse(name, limits.rule, 'is required');
  }

  list(name: string, rule: string): readonly unknown[] {
    if (!this.has(name)) return [];
    const given = this.#values[name];
    return Array.isArray(given) ? given : this.refuse(name, rule, `must be a list, got ${JSON.stringify(given)}`);
  }

  object(name: string, rule: string): PropertyReader | undefined {
    return this.has(name) ? this.#nested(name, this.#values[name], rule) : undefined;
  }

  objects(name: string, rule: string): readonly PropertyReader[] {
    return this.list(name, rule).map((item, index) => this.#nested(`${name}[${index}]`, item, rule));
  }

  #nested(name: string, value: unknown, rule: string): PropertyReader {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.refuse(name, rule, `must be an object, got ${JSON.stringify(value)}`);
    }
    return new PropertyReader({ ...value }, `${this.#path}${name}.`);
  }
}
