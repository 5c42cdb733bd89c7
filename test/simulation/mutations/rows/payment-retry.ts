import { always, insertBefore, never, replace, setArgument, setProperty } from '../change/change.ts';
import { assignment, call, conditional, ifTesting, operand, returned, returnedByDefault } from '../change/select.ts';
import { mutationsOf } from '../mutation.ts';
import { unchecked } from './unchecked.ts';

const settling = mutationsOf('functions/payment/settle/settle.ts', [
  {
    name: 'charged-without-look-up',
    symbol: 'perform',
    change: replace(conditional('PENDING'), '$param1.payment_token !== undefined ? $whenTrue : $whenFalse'),
    about: 'An unknown outcome is not looked up: it is charged again, for ever',
    scenario: 'gateway that never answers',
  },
  {
    name: 'free-order-charged',
    symbol: 'perform',
    change: never(ifTesting('amount')),
    about: 'The gateway charges an order that costs nothing',
    scenario: 'cancel of an order that costs nothing',
  },
  {
    name: 'closed-without-a-fence',
    symbol: 'resolve',
    change: replace(returned('cancel'), "{ type: 'NOT_CHARGED' }"),
    about: 'A payment is closed as not charged while a charge may land',
    scenario: 'charge lands after the look-up',
  },
  {
    name: 'fence-refused-and-closed',
    symbol: 'resolve',
    change: replace(returned('cancel'), "($it, { type: 'NOT_CHARGED' })"),
    about: 'A payment is closed as not charged whose cancel the gateway refused: it was charged',
    scenario: 'charge lands between the look-up and the cancel',
  },
  {
    name: 'aged-key-trusted',
    symbol: 'nameOf',
    change: setProperty('aged', 'false'),
    about: 'An order is looked up by a key that the gateway has forgotten',
    scenario: 'old order whose payment is lost',
  },
  {
    name: 'refund-without-look-up',
    symbol: 'refund',
    change: replace(call('lookupRefund'), "({ status: 'absent' })"),
    about: 'A refund is made again under a key that the gateway has forgotten',
    scenario: 'old cancel whose payment is restored as it began',
  },
  {
    name: 'no-answer-not-parked',
    symbol: 'afterStep',
    change: never(conditional('UNANSWERED')),
    about: 'A charge without an answer is not taken up again',
    scenario: 'refund without an answer',
  },
  {
    name: 'unanswered-is-declined',
    symbol: 'triggerOf',
    change: replace(returnedByDefault(), "{ type: 'DECLINED', reason: $param1.status }"),
    about: 'An unknown outcome is guessed',
  },
  {
    name: 'lost-amendment',
    symbol: 'amend',
    change: replace(assignment('error'), 'return $right'),
    about: 'A change that lost its race is dropped',
    scenario: 'cancel overtaken by its charge',
  },
]);

const retry = mutationsOf('functions/payment/model/retry-domain.ts', [
  {
    name: 'no-horizon',
    symbol: 'isWithinHorizon',
    change: always(operand('created_at')),
    about: 'A charge is retried for ever',
    scenario: 'gateway that never answers',
  },
]);

const reconciling = mutationsOf('functions/payment/reconcile/reconcile.ts', [
  {
    name: 'invalid-payment-event-stops-the-schedule',
    symbol: 'conclude',
    change: setArgument('emitValidEvents', 3, unchecked),
    about: 'A payment whose event is not valid by its schema keeps all others from being emitted',
    scenario: 'ORDER_PAID of payment/reconcile is not valid',
  },
  {
    name: 'payment-not-due-before-emitted',
    symbol: 'conclude',
    change: insertBefore(
      call('emitValidEvents'),
      `await concurrently($arg1, concurrency, (payment) =>
    amend($param1.payments, payment, (current) => (current.version === payment.version ? unparked(current) : current)),
  );`,
    ),
    about: 'A payment leaves the schedule before its outcome is emitted',
    scenario: 'refund made by an invocation that crashes',
  },
  {
    name: 'cancel-taken-from-the-schedule',
    symbol: 'conclude',
    change: always(conditional('version')),
    about: 'A cancel that comes while an outcome is emitted is ignored',
    scenario: 'cancel while its payment is emitted',
  },
]);

/** What becomes of payments without an answer. */
export const paymentRetryMutations = [...settling, ...retry, ...reconciling];
