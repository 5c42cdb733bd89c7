import type { ConsumerFunction, EventTypeFor } from '../../../../schemas/functions/functions.ts';
import type { EventByType, EventType } from '../../../../schemas/generated/types.ts';
import type { ValidationError, Validator } from '../../../../schemas/generated/validators.js';
import { topicNames, topics } from '../../../../schemas/topics.ts';
import { upcast } from '../../../../schemas/upcasters.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Accept } from './idiom.ts';

/** Validators of some event types, by type: `{ RESERVE: validateReserve, COMMIT: validateCommit }`. */
export type Validators<T extends EventType> = { readonly [K in T]: Validator };

const knownTypes: ReadonlySet<string> = new Set(
  topicNames.flatMap((name): readonly string[] => topics[name].eventTypes),
);

const describe = ({ instancePath, message, keyword }: ValidationError): string =>
  `${instancePath === '' ? '/' : instancePath} ${message ?? keyword}`;

/** Most violations listed in a cause. */
const namedViolations = 5;

/** The violations of an event on one line, each by JSON Pointer. */
export const describeViolations = (errors: readonly ValidationError[]): string =>
  errors
    .slice(0, namedViolations)
    .map(describe)
    .concat(errors.length > namedViolations ? [`and ${errors.length - namedViolations} more`] : [])
    .join('; ');

/**
 * Accepts events of the types that have a validator here, of any version, upcast to the current one. Skips other types of the
 * catalogue; refuses everything else.
 */
export const acceptedEvents =
  <T extends EventType>(validators: Validators<T>): Accept<EventByType[T]> =>
  (value) => {
    if (typeof value !== 'object' || value === null) return err('The value is not a JSON object');
    const type: unknown = Reflect.get(value, 'type');
    if (typeof type !== 'string') return err('The event has no type');
    if (!isKeyOf(validators, type)) return knownTypes.has(type) ? ok(undefined) : err(`Unknown event type "${type}"`);
    const event: unknown = upcast(type, { ...value });
    const violations = validators[type](event);
    if (violations !== null) return err(`Not a valid ${type}: ${describeViolations(violations)}`);
    // The validator has checked every field: the cast carries its result into the type.
    return ok(event as EventByType[T]);
  };

/**
 * Accepts the event types that the function declares. A missing validator, or one of an undeclared type, does not compile:
 * filter and handler cannot differ.
 */
export const acceptingFor = <F extends ConsumerFunction, V extends Validators<EventTypeFor<F>>>(
  _consumer: F,
  validators: V & { readonly [K in Exclude<keyof V, EventTypeFor<F>>]: never },
): Accept<EventByType[EventTypeFor<F>]> => acceptedEvents<EventTypeFor<F>>(validators);

const isKeyOf = <T extends string>(of: { readonly [K in T]: unknown }, name: string): name is T =>
  Object.hasOwn(of, name);
