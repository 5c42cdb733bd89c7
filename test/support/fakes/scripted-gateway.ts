import type {
  CancelAnswer,
  Charge,
  ChargeAnswer,
  ChargeName,
  LookupAnswer,
  NoAnswer,
  PaymentGateway,
  PrepareAnswer,
  Refund,
  RefundAnswer,
  RefundLookupAnswer,
} from '../../../functions/payment/model/ports.ts';

/** The fate of a call: the request is lost, the response is lost, or the gateway refuses it. */
export type Fault = 'lost' | 'answer-lost' | 'unavailable';
type Call = 'prepare' | 'charge' | 'lookup' | 'cancel' | 'refund' | 'lookupRefund';

const noAnswer = { status: 'unknown', cause: 'No answer in time' } as const;
const unavailable = { status: 'unavailable', cause: 'Not now' } as const;

const identity = ({ orderId, amount, currency }: Charge | ChargeName): string =>
  JSON.stringify([orderId, amount, currency]);

type Booked = Exclude<ChargeAnswer, NoAnswer>;

const answerTo = (token: string): Booked => {
  if (token.startsWith('tok_processing')) return { status: 'processing' };
  return token.startsWith('tok_approve') ? { status: 'approved' } : { status: 'declined', reason: 'card_declined' };
};

interface Entry {
  readonly charge: ChargeName;
  readonly answer: Booked;
}

/**
 * A gateway in memory whose calls fail as scripted. Its idempotency keys expire after a day: what was booked
 * under them is found by its order.
 */
export class ScriptedGateway implements PaymentGateway {
  readonly charges = new Map<string, Entry>();
  readonly refunds = new Map<string, Refund>();
  /** The outcome of refunds from now on. */
  refundAnswer: Exclude<RefundAnswer, NoAnswer> = { status: 'refunded' };
  /** Of a gateway with names of its own for charges. */
  readonly prepare?: (charge: ChargeName) => Promise<PrepareAnswer>;
  #forgotten: readonly Entry[] = [];
  #forgottenRefunds: readonly Refund[] = [];

  constructor({ prepares = false } = {}) {
    if (prepares) this.prepare = (charge) => this.#prepare(charge);
  }

  /** Expires its idempotency keys, as after a day. */
  forgetKeys(): void {
    this.#forgotten = [...this.#forgotten, ...this.charges.values()];
    this.#forgottenRefunds = [...this.#forgottenRefunds, ...this.refunds.values()];
    this.charges.clear();
    this.refunds.clear();
  }

  /** Finishes the payments that are processing. */
  finish(answer: Booked): void {
    for (const [key, entry] of this.charges) {
      if (entry.answer.status === 'processing') this.charges.set(key, { ...entry, answer });
    }
  }

  /** Every call, repetitions included. */
  asked: readonly (readonly [Call, string])[] = [];
  /** Called before each request, to interleave another action; returns the call's fate. */
  before: (call: Call, key: string) => Promise<Fault | undefined> = async () => undefined;
  #faults: readonly (Fault | undefined)[] = [];

  /** The fates of the next calls. */
  failNext(...faults: readonly (Fault | undefined)[]): void {
    this.#faults = faults;
  }

  /** The balance of an order. */
  balance(orderId: string): number {
    const charged = [...this.#forgotten, ...this.charges.values()].filter(
      ({ charge, answer }) => charge.orderId === orderId && answer.status === 'approved',
    );
    const refunded = [...this.#forgottenRefunds, ...this.refunds.values()].filter(
      ({ charge }) => charge.orderId === orderId,
    );
    return (
      charged.reduce((sum, { charge }) => sum + charge.amount, 0) -
      refunded.reduce((sum, { charge }) => sum + charge.amount, 0)
    );
  }

  async charge(charge: Charge): Promise<ChargeAnswer> {
    const fault = await this.#serve('charge', charge.idempotencyKey);
    if (fault === 'lost') return noAnswer;
    if (fault === 'unavailable') return unavailable;
    const booked = this.charges.get(charge.idempotencyKey) ?? { charge, answer: answerTo(charge.token) };
    if (identity(booked.charge) !== identity(charge)) {
      throw new RangeError(`Idempotency key ${charge.idempotencyKey} was used for another charge`);
    }
    this.charges.set(charge.idempotencyKey, booked);
    return fault === 'answer-lost' ? noAnswer : booked.answer;
  }

  async lookup(charge: ChargeName): Promise<LookupAnswer> {
    if ((await this.#serve('lookup', charge.idempotencyKey)) !== undefined) return noAnswer;
    return this.#find(charge)?.answer ?? { status: 'absent' };
  }

  async cancel(charge: ChargeName): Promise<CancelAnswer> {
    const fault = await this.#serve('cancel', charge.idempotencyKey);
    if (fault === 'lost') return noAnswer;
    if (fault === 'unavailable') return unavailable;
    const answer = this.#find(charge)?.answer ?? { status: 'cancelled' };
    this.charges.set(charge.idempotencyKey, { charge, answer });
    return fault === 'answer-lost' ? noAnswer : answer;
  }

  async refund(refund: Refund): Promise<RefundAnswer> {
    const fault = await this.#serve('refund', refund.idempotencyKey);
    if (fault === 'lost') return noAnswer;
    if (fault === 'unavailable') return unavailable;
    if (this.#find(refund.charge)?.answer.status !== 'approved') return { status: 'failed', reason: 'no_such_charge' };
    if (this.refundAnswer.status !== 'failed') this.refunds.set(refund.idempotencyKey, refund);
    return fault === 'answer-lost' ? noAnswer : this.refundAnswer;
  }

  async lookupRefund(refund: Refund): Promise<RefundLookupAnswer> {
    if ((await this.#serve('lookupRefund', refund.idempotencyKey)) !== undefined) return noAnswer;
    const all = [...this.#forgottenRefunds, ...this.refunds.values()];
    if (all.some(({ charge }) => charge.orderId === refund.charge.orderId)) return this.refundAnswer;
    return { status: 'absent' };
  }

  async #prepare(charge: ChargeName): Promise<PrepareAnswer> {
    const fault = await this.#serve('prepare', charge.idempotencyKey);
    if (fault === 'unavailable') return unavailable;
    return fault === undefined ? { status: 'prepared', reference: `intent of ${charge.idempotencyKey}` } : noAnswer;
  }

  #find({ idempotencyKey, orderId, aged }: ChargeName): Entry | undefined {
    const earlier = this.#forgotten.filter(({ charge }) => charge.orderId === orderId);
    const moved = earlier.find(({ answer }) => answer.status === 'approved');
    const current = this.charges.get(idempotencyKey);
    return aged ? (moved ?? current ?? earlier.at(-1)) : current;
  }

  async #serve(call: Call, key: string): Promise<Fault | undefined> {
    this.asked = [...this.asked, [call, key]];
    const [fault, ...later] = this.#faults;
    this.#faults = later;
    return (await this.before(call, key)) ?? fault;
  }
}
