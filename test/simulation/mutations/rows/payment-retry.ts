import { mutationsOf } from '../mutation.ts';

const landing = mutationsOf('lib/config/charge-landing.ts', [
  {
    name: 'clocks-not-apart',
    find: 'chargeLeaseSeconds(payment) + clocksApartSeconds;',
    replace: 'chargeLeaseSeconds(payment);',
    about: 'Whoever closes a payment trusts that his clock is that of who charges it',
    scenario: 'charge lands after the look-up of another clock',
  },
]);

const settling = mutationsOf('functions/payment/settle.ts', [
  {
    name: 'charged-without-look-up',
    find: `payment.state === 'PENDING' ? charge(ports, payment) : resolve(ports, payment);`,
    replace: `payment.payment_token !== undefined ? charge(ports, payment) : resolve(ports, payment);`,
    about: 'An unknown outcome is not looked up: it is charged again, for ever',
    scenario: 'gateway that never answers',
  },
  {
    name: 'closed-before-landing',
    find: `return final ? { type: 'NOT_CHARGED' } : { type: 'WAIT', until: landed.toISOString() };`,
    replace: `return { type: 'NOT_CHARGED' };`,
    about: 'A payment is closed as not charged while a charge may land',
    scenario: 'charge lands after the look-up',
  },
  {
    name: 'unknown-charge-not-parked',
    find: `  if (next !== payment && step.type === 'CHARGED' && !isOpen(payment)) {
    return parked(next, now.toISOString(), { counted: false });
  }
`,
    replace: '',
    about: "The refund of a charge that nobody knew of is nobody's",
    scenario: 'charge answered after its cancel was closed, to one who dies',
  },
  {
    name: 'no-answer-not-parked',
    find: 'return parked(next, laterBy(now, backoffMs(next)), { counted: true });',
    replace: 'return next;',
    about: 'A charge without an answer is not taken up again',
    scenario: 'refund without an answer',
  },
  {
    name: 'unanswered-is-declined',
    find: `if (answer.status !== 'approved') return unanswered;`,
    replace: `if (answer.status !== 'approved') return { type: 'DECLINED', reason: answer.status };`,
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

const retry = mutationsOf('functions/payment/retry-domain.ts', [
  {
    name: 'no-horizon',
    find: 'isChargeable(payment) && now.getTime() < Date.parse(payment.created_at) + horizonMs;',
    replace: 'isChargeable(payment);',
    about: 'A charge is tried for ever',
    scenario: 'gateway that never answers',
  },
  {
    name: 'asked-at-unknown',
    find: '...(mayBeAsked(payment, now, patience) && { asked_at: at }) };',
    replace: '};',
    about: 'Nobody knows until when a charge may land that was asked for late',
    scenario: 'charge asked for late, and looked up by a clock ahead',
  },
]);

const reconciling = mutationsOf('functions/payment/reconcile.ts', [
  {
    name: 'payment-forgotten-before-said',
    find: `  if (emit.length > 0) await events.emit(emit, deadline);
  // What happened to it meanwhile, a cancel for instance, is to be taken up again.
  const acknowledge = (payment: Payment) =>
    amend(payments, payment, (current) => (current.version === payment.version ? unparked(current) : current));
  await concurrently(settled, concurrency, acknowledge);`,
    replace: `  const acknowledge = (payment: Payment) =>
    amend(payments, payment, (current) => (current.version === payment.version ? unparked(current) : current));
  await concurrently(settled, concurrency, acknowledge);
  if (emit.length > 0) await events.emit(emit, deadline);`,
    about: 'A payment is taken from the schedule before its outcome is said',
    scenario: 'refund made by one who dies',
  },
  {
    name: 'cancel-taken-from-the-schedule',
    find: '(current.version === payment.version ? unparked(current) : current)',
    replace: 'unparked(current)',
    about: 'A cancel that comes while an outcome is said is not taken up',
    scenario: 'cancel while its payment is said',
  },
]);

/** What becomes of payments without an answer. */
export const paymentRetryMutations = [...landing, ...settling, ...retry, ...reconciling];
