/** An emission that checks no event by its schema. */
export const unchecked = '{ ...$it, events: { ...$it.events, faultOf: () => undefined } }';
