import type { ValidationError, Validator } from '../../../schemas/generated/validators.js';
import type { FaultInjector } from '../kernel/fault-injector.ts';
import type { InvalidEvent } from '../plan/plan.ts';

const violation: ValidationError = {
  instancePath: '',
  schemaPath: '#',
  keyword: 'defect',
  params: {},
  message: 'must not have met a defect that is mended later',
};

interface Chosen {
  readonly spec: InvalidEvent;
  /** Ids of events of its type that the function was to emit, in their order. */
  readonly seen: string[];
}

interface Options {
  readonly faults: Pick<FaultInjector, 'inject' | 'isMended' | 'trouble'>;
  /** Milliseconds since the start. */
  readonly elapsed: () => number;
  readonly now: () => number;
}

/** Events that functions make by a defect, not valid by their own schema: the same event each time, until the code is mended. */
export class InvalidEvents {
  /** Those whose events were not valid. */
  readonly orders = new Set<string>();
  readonly #chosen: readonly Chosen[];
  readonly #options: Options;

  constructor(specs: readonly InvalidEvent[], options: Options) {
    this.#chosen = specs.map((spec) => ({ spec, seen: [] }));
    this.#options = options;
  }

  /** The validators of what a function emits. @param label of the process. */
  validating<V extends Readonly<Record<string, Validator>>>(name: string, label: string, validators: V): V {
    const chosen = this.#chosen.filter(({ spec }) => spec.function === name);
    if (chosen.length === 0) return validators;
    const defective = Object.entries(validators).map(([type, validate]): [string, Validator] => [
      type,
      (value) =>
        chosen.some((one) => one.spec.type === type && this.#isInvalid(one, value, label))
          ? [violation]
          : validate(value),
    ]);
    return Object.fromEntries(defective) as V;
  }

  #isInvalid({ spec, seen }: Chosen, value: unknown, label: string): boolean {
    const { faults, elapsed, now } = this.#options;
    const { event_id, order_id } = Object(value);
    const id = String(event_id);
    if (!seen.includes(id)) seen.push(id);
    const isMended = faults.isMended || elapsed() >= (spec.mendedAfterMs ?? Number.POSITIVE_INFINITY);
    if (isMended || seen.indexOf(id) !== spec.nth - 1) return false;
    this.orders.add(String(order_id));
    faults.inject('invalid event');
    faults.trouble(label, now());
    return true;
  }
}
