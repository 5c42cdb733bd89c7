import { describeViolations } from '../../../functions/shared/runtime/idioms/accepted-events.ts';
import { keyOf, topicOf } from '../../../functions/shared/runtime/idioms/domain-event.ts';
import { validateEvent } from '../../../schemas/generated/validators.js';
import type { Watcher } from '../world/run-plan.ts';
import { firstOccurrences } from './first-occurrences.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('valid events');

/** Everything that a service emits is valid by its schema, on its topic, under its key. */
export const validEvents = (): Watcher => ({
  begin: (world) =>
    firstOccurrences(world).listen(({ topic, key, value }, event) => {
      require(Object.hasOwn(validateEvent, event.type), () => `${topic} has an event of type ${event.type}`);
      const violations = validateEvent[event.type](event);
      require(violations === null, () => `${describeViolations(violations ?? [])}: ${value}`);
      require(topicOf(event.type) === topic, () => `${event.type} ${event.event_id} is on ${topic}`);
      require(keyOf(event) === key, () => `${event.type} ${event.event_id} has the key ${key}`);
    }),
});
