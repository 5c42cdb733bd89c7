import { insertBefore, never, replace, setProperty } from '../change/change.ts';
import { call, conditional, ifTesting, text } from '../change/select.ts';
import { mutationsOf } from '../mutation.ts';

/** What looks after orders that stand too long. */
export const sweepMutations = [
  ...mutationsOf('functions/order/model/decide-domain.ts', [
    {
      name: 'given-up-order-not-due',
      symbol: 'decideTimeout',
      change: setProperty('due', 'undefined'),
      about: 'An order that was given up does not wait for this to be said',
      scenario: 'sweep crashes before it emits a cancelled order',
    },
  ]),
  ...mutationsOf('functions/order/model/repair-domain.ts', [
    {
      name: 'given-up-said-once',
      symbol: 'sweepActionOf',
      change: replace(text('emit-cancelled'), "'clear'"),
      about: 'Who gave an order up and died before it said so is not heard',
      scenario: 'sweep crashes before it emits a cancelled order',
    },
    {
      name: 'no-repair',
      symbol: 'sweepActionOf',
      change: replace(conditional('wait'), "$test ? $whenTrue : { kind: 'leave' }"),
      about: 'A step that nobody said is not said again',
      scenario: 'reservation dead-lettered',
    },
    {
      name: 'no-giving-up',
      symbol: 'sweepActionOf',
      change: never(ifTesting('sagaDeadline')),
      about: 'An order waits for ever',
      scenario: 'payment service deaf for long',
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
      name: 'given-up-order-forgotten-before-said',
      symbol: 'sweepPage.finish',
      change: insertBefore(call('emitValidEvents'), 'await $afterwards?.();'),
      about: 'An order that was given up is taken from those that wait before it is said',
      scenario: 'sweep crashes as it emits a cancelled order',
    },
  ]),
];
