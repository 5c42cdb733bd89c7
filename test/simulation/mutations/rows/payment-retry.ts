import { mutationsOf } from '../mutation.ts';

const settling = mutationsOf('functions/payment/settle/settle.ts', [
  {
    name: 'charged-without-look-up',
    find: `payment.state === 'PENDING' ? charge(ports, payment) : resolve(ports, payment);`,
    replace: `payment.payment_token !== undefined ? charge(ports, payment) : resolve(ports, payment);`,
    about: 'An unknown outcome is not looked up: it is charged again, for ever',
    scenario: 'gateway that never answers',
  },
  {
    name: 'free-order-charged',
    find: 'if (payment.amount === 0) return freeStep(payment);',
    replace: '',
    about: 'The gateway is asked to charge an order that costs nothing',
    scenario: 'cancel of an order that costs nothing',
  },
  {
    name: 'closed-without-a-fence',
    find: 'return triggerOf(await gateway.cancel(name));',
    replace: `return { type: 'NOT_CHARGED' };`,
    about: 'A payment is closed as not charged while a charge may land',
    scenario: 'charge lands after the look-up',
  },
  {
    name: 'fence-refused-and-closed',
    find: 'return triggerOf(await gateway.cancel(name));',
    replace: `await gateway.cancel(name);
  return { type: 'NOT_CHARGED' };`,
    about: 'A payment is closed as not charged whose cancel the gateway refused: it was charged',
    scenario: 'charge lands between the look-up and the cancel',
  },
  {
    name: 'aged-key-trusted',
    find: 'aged: isAged(order_created_at, now) }',
    replace: 'aged: false }',
    about: 'An order is looked up by a key that the gateway has forgotten',
    scenario: 'old order whose payment is lost',
  },
  {
    name: 'refund-without-look-up',
    find: `  const found = await gateway.lookupRefund(request);
  const isKnownFailure`,
    replace: `  const found: RefundLookupAnswer = await (async () => ({ status: 'absent' as const }))();
  const isKnownFailure`,
    about: 'A refund is made again under a key that the gateway has forgotten',
    scenario: 'old cancel whose payment is restored as it began',
  },
  {
    name: 'no-answer-not-parked',
    find: `return step.type === 'UNANSWERED' ? parked(next, laterBy(now, backoffMs(next)), { counted: true }) : next;`,
    replace: 'return next;',
    about: 'A charge without an answer is not taken up again',
    scenario: 'refund without an answer',
  },
  {
    name: 'unanswered-is-declined',
    find: `    default:
      return unanswered;
  }
};

/** The charge's name`,
    replace: `    default:
      return { type: 'DECLINED', reason: answer.status };
  }
};

/** The charge's name`,
    about: 'An outcome that nobody knows is guessed',
  },
  {
    name: 'lost-amendment',
    find: 'current = stored.error;',
    replace: 'return stored.error;',
    about: 'A change that somebody else was faster than is dropped',
    scenario: 'cancel overtaken by its charge',
  },
]);

const retry = mutationsOf('functions/payment/model/retry-domain.ts', [
  {
    name: 'no-horizon',
    find: 'isChargeable(payment) && now.getTime() < Date.parse(payment.created_at) + horizonMs;',
    replace: 'isChargeable(payment);',
    about: 'A charge is tried for ever',
    scenario: 'gateway that never answers',
  },
]);

const reconciling = mutationsOf('functions/payment/reconcile/reconcile.ts', [
  {
    name: 'invalid-payment-event-stops-the-schedule',
    find: 'await emitValidEvents(all, paymentEvents, run);',
    replace:
      'await emitValidEvents(all, paymentEvents, { ...run, events: { ...run.events, faultOf: () => undefined } });',
    about: 'A payment whose event is not valid by its schema keeps all others from being emitted',
    scenario: 'ORDER_PAID of payment/reconcile is not valid',
  },
  {
    name: 'payment-forgotten-before-said',
    find: 'const { sound: settled, faults } = await emitValidEvents(all, paymentEvents, run);',
    replace: `await concurrently(all, concurrency, (payment) =>
    amend(payments, payment, (current) => (current.version === payment.version ? unparked(current) : current)),
  );
  const { sound: settled, faults } = await emitValidEvents(all, paymentEvents, run);`,
    about: 'A payment is taken from the schedule before its outcome is said',
    scenario: 'refund made by an invocation that crashes',
  },
  {
    name: 'cancel-taken-from-the-schedule',
    find: '(current.version === payment.version ? unparked(current) : current)',
    replace: 'unparked(current)',
    about: 'A cancel that comes while an outcome is said is not taken up',
    scenario: 'cancel while its payment is emitted',
  },
]);

/** What becomes of payments without an answer. */
export const paymentRetryMutations = [...settling, ...retry, ...reconciling];
