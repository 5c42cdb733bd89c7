import { never, replace, within } from '../change/change.ts';
import { call, ifTesting, operand, text } from '../change/select.ts';
import { mutationsOf } from '../mutation.ts';

const beforeItsAnswer = 'event of the gateway before its answer';
const ofAnother = 'failure of an earlier refund comes last';
const outOfOrder = 'events of the gateway again and out of order';

/** What the gateway's events do to payments. */
export const paymentEventMutations = [
  ...mutationsOf('functions/payment/model/notice-domain.ts', [
    {
      name: 'hint-believed',
      symbol: 'afterNotice',
      change: within(
        ifTesting('isOpen'),
        replace(
          call('dueNow'),
          "moved($arg1, { type: $param2.charged === undefined ? 'NOT_CHARGED' : 'CHARGED' }, $arg2)",
        ),
      ),
      about: 'An event of a payment that is open decides it, without a look-up',
      scenario: beforeItsAnswer,
    },
    {
      name: 'failed-refund-believed',
      symbol: 'afterNotice',
      change: replace(
        call('doubted'),
        "dueNow(moved($arg1, { type: 'REFUND_FAILED', reason: 'failed' }, $arg2), $arg2)",
      ),
      about: 'An event of a refund that failed decides it, without a look-up',
      scenario: ofAnother,
    },
    {
      name: 'dispute-not-due',
      symbol: 'afterNotice',
      change: replace(call('dueNow', 'disputes'), '$arg1'),
      about: 'A fact of a dispute is stored, and nothing emits it',
      scenario: outOfOrder,
    },
  ]),
  ...mutationsOf('functions/payment/model/dispute-domain.ts', [
    {
      name: 'dispute-fact-replaced',
      symbol: 'withDispute',
      change: never(operand('hasOwn')),
      about: 'A fact of a dispute that comes again has another time',
      scenario: outOfOrder,
    },
    {
      name: 'dispute-fact-of-any-state',
      symbol: 'disputeKey',
      change: replace(text(':'), '$part1'),
      about: 'Of a dispute only the state that came first is known',
      scenario: outOfOrder,
    },
  ]),
  ...mutationsOf('functions/payment/webhook/webhook.ts', [
    {
      name: 'event-answered-before-stored',
      symbol: 'apply',
      change: replace(call('amend'), '($arg3)($arg2)'),
      about: 'An event is answered 200 that is not stored: the gateway does not send it again',
      scenario: outOfOrder,
    },
  ]),
];
