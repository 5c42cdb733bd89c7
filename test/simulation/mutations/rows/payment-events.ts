import { mutationsOf } from '../mutation.ts';

const beforeItsAnswer = 'event of the gateway before its answer';
const ofAnother = 'failure of an earlier refund comes last';
const outOfOrder = 'events of the gateway again and out of order';

/** What the gateway's events do to payments. */
export const paymentEventMutations = [
  ...mutationsOf('functions/payment/model/notice-domain.ts', [
    {
      name: 'hint-believed',
      find: 'if (isOpen(payment)) return dueNow(payment, at);',
      replace: `if (isOpen(payment))
    return moved(payment, notice.charged === undefined ? { type: 'NOT_CHARGED' } : { type: 'CHARGED' }, at);`,
      about: 'An event of a payment that is open decides it, without a look-up',
      scenario: beforeItsAnswer,
    },
    {
      name: 'failed-refund-believed',
      find: 'return doubted(payment, at);',
      replace: `return dueNow(moved(payment, { type: 'REFUND_FAILED', reason: 'failed' }, at), at);`,
      about: 'An event of a refund that failed decides it, without a look-up',
      scenario: ofAnother,
    },
    {
      name: 'dispute-not-due',
      find: 'dueNow({ ...payment, disputes: next }, at)',
      replace: '{ ...payment, disputes: next }',
      about: 'A fact of a dispute is stored, and nothing emits it',
      scenario: outOfOrder,
    },
  ]),
  ...mutationsOf('functions/payment/model/dispute-domain.ts', [
    {
      name: 'dispute-fact-replaced',
      find: 'return Object.hasOwn(disputes, key) || Object.keys(disputes)',
      replace: 'return Object.keys(disputes)',
      about: 'A fact of a dispute that comes again has another time',
      scenario: outOfOrder,
    },
    {
      name: 'dispute-fact-of-any-state',
      find: `\`\${dispute_id}:\${state}\``,
      replace: 'dispute_id',
      about: 'Of a dispute only the state that came first is known',
      scenario: outOfOrder,
    },
  ]),
  ...mutationsOf('functions/payment/webhook/webhook.ts', [
    {
      name: 'event-answered-before-stored',
      find: 'const stored = await amend(payments, found, (current) => afterNotice(current, notice, at));',
      replace: 'const stored = afterNotice(found, notice, at);',
      about: 'An event is answered 200 that is not stored: the gateway does not send it again',
      scenario: outOfOrder,
    },
  ]),
];
