import { insertBefore, never, replace, setProperty } from '../change/change.ts';
import { call, conditional, ifTesting, text } from '../change/select.ts';
import { mutationsOf } from '../mutation.ts';

/** The sweep. */
export const sweepMutations = [
  ...mutationsOf('functions/order/model/decide-domain.ts', [
    {
      name: 'timed-out-order-not-due',
      symbol: 'decideTimeout',
      change: setProperty('due', 'undefined'),
      about: 'A timed-out order is not due until its cancel is emitted',
      scenario: 'sweep crashes before it emits a cancelled order',
    },
  ]),
  ...mutationsOf('functions/order/model/repair-domain.ts', [
    {
      name: 'timeout-emitted-once',
      symbol: 'sweepActionOf',
      change: replace(text('emit-cancelled'), "'clear'"),
      about: 'The cancel of a sweep that crashed before it emitted is never emitted',
      scenario: 'sweep crashes before it emits a cancelled order',
    },
    {
      name: 'no-repair',
      symbol: 'sweepActionOf',
      change: replace(conditional('wait'), "$test ? $whenTrue : { kind: 'leave' }"),
      about: 'A step that was not emitted is never emitted',
      scenario: 'reservation dead-lettered',
    },
    {
      name: 'no-saga-deadline',
      symbol: 'sweepActionOf',
      change: never(ifTesting('sagaDeadline')),
      about: 'An order waits for ever',
      scenario: 'payment service deaf for long',
    },
  ]),
  ...mutationsOf('functions/order/sweep/sweep-actions.ts', [
    {
      name: 'cancelled-before-it-is-published',
      symbol: 'emitCancelled',
      change: never(conditional('provisional')),
      about: 'ORDER_CANCELLED of an order whose ORDER_CREATED was lost precedes it',
      scenario: 'lost order that no sweep publishes before its deadline',
    },
  ]),
  ...mutationsOf('functions/order/sweep/sweep.ts', [
    {
      name: 'invalid-order-event-stops-the-sweep',
      symbol: 'sweepPage.finish',
      change: insertBefore(
        call('emitValidEvents'),
        'if ($owner1.some(({ emit }) => emit.some((event) => $arg3.events.faultOf(event) !== undefined))) return 0;',
      ),
      about: 'An order whose event is not valid by its schema keeps those of its page from being emitted',
      scenario: 'ORDER_CANCELLED of order/sweep is not valid',
    },
    {
      name: 'timed-out-order-not-due-before-emitted',
      symbol: 'sweepPage.finish',
      change: insertBefore(call('emitValidEvents'), 'await $afterwards?.();'),
      about: 'A timed-out order leaves the schedule before its cancel is emitted',
      scenario: 'sweep crashes as it emits a cancelled order',
    },
  ]),
];
