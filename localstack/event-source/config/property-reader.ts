import { type IntegerLimits, Properties, PropertyError, type StringLimits } from '../../properties.ts';

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

interface Ruled {
  readonly rule: string;
}

/** The properties of an event source mapping, each with the rule that it is read by: what is refused names the rule. */
export class PropertyReader {
  readonly #properties: Properties;

  constructor(properties: Properties | Readonly<Record<string, unknown>>) {
    this.#properties = properties instanceof Properties ? properties : new Properties(properties);
  }

  has(name: string): boolean {
    return this.#properties.has(name);
  }

  refuse(name: string, rule: string, problem: string): never {
    return this.#by(rule, (properties) => properties.fail(name, problem));
  }

  /** Refuses every property that is not among `names`. */
  allowOnly(names: readonly string[], rule: string): void {
    this.#by(rule, (properties) => properties.allowOnly(names));
  }

  integer(name: string, { rule, ...limits }: IntegerLimits & Ruled): number | undefined {
    return this.#by(rule, (properties) => properties.integer(name, limits));
  }

  boolean(name: string, rule: string): boolean | undefined {
    return this.#by(rule, (properties) => properties.boolean(name));
  }

  string(name: string, { rule, ...limits }: StringLimits & Ruled): string | undefined {
    return this.#by(rule, (properties) => properties.optionalString(name, limits));
  }

  required(name: string, { rule, ...limits }: StringLimits & Ruled): string {
    return this.#by(rule, (properties) => properties.string(name, limits));
  }

  list(name: string, rule: string): readonly unknown[] {
    return this.#by(rule, (properties) => properties.list(name));
  }

  object(name: string, rule: string): PropertyReader | undefined {
    const nested = this.#by(rule, (properties) => properties.record(name));
    return nested && new PropertyReader(nested);
  }

  objects(name: string, rule: string): readonly PropertyReader[] {
    return this.#by(rule, (properties) => properties.records(name)).map((nested) => new PropertyReader(nested));
  }

  #by<Value>(rule: string, read: (properties: Properties) => Value): Value {
    try {
      return read(this.#properties);
    } catch (error) {
      if (error instanceof PropertyError)
        throw new EventSourceMappingPropertyError(error.property, rule, error.problem);
      throw error;
    }
  }
}
