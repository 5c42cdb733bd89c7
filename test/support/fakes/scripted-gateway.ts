import type {
  Charge,
  ChargeAnswer,
  ChargeName,
  LookupAnswer,
  PaymentGateway,
  Refund,
  RefundAnswer,
} from '../../../functions/payment/ports.ts';

/** What becomes of one call: it never gets there, its answer gets lost, or the gateway refuses to serve it. */
export type Fault = 'lost' | 'answer-lost' | 'unavailable';
type Call = 'charge' | 'lookup' | 'refund';

const noAnswer = { status: 'unknown', cause: 'No answer in time' } as const;
const unavailable = { status: 'unavailable', cause: 'Not now' } as const;

const identity = ({ orderId, amount, currency }: Charge | ChargeName): string =>
  JSON.stringify([orderId, amount, currency]);

const answerTo = (token: string): Exclude<ChargeAnswer, { status: 'unavailable' | 'unknown' }> =>
  token.startsWith('tok_approve') ? { status: 'approved' } : { status: 'declined', reason: 'card_declined' };

/** A gateway that books in memory and whose calls go wrong as told. */
export class ScriptedGateway implements PaymentGateway {
  readonly charges = new Map<string, { readonly charge: Charge; readonly answer: ReturnType<typeof answerTo> }>();
  readonly refunds = new Map<string, Refund>();
  /** Every call, repetitions included. */
  asked: readonly (readonly [Call, string])[] = [];
  /** Called before each request is served, to let something else happen first; its answer is the call's fate. */
  before: (call: Call, key: string) => Promise<Fault | undefined> = async () => undefined;
  #faults: readonly Fault[] = [];

  /** The fates of the next calls. */
  failNext(...faults: readonly Fault[]): void {
    this.#faults = faults;
  }

  /** What an order's money adds up to. */
  balance(orderId: string): number {
    const charged = [...this.charges.values()].filter(
      ({ charge, answer }) => charge.orderId === orderId && answer.status === 'approved',
    );
    const refunded = [...this.refunds.values()].filter(({ charge }) => charge.orderId === orderId);
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
    return this.charges.get(charge.idempotencyKey)?.answer ?? { status: 'absent' };
  }

  async refund(refund: Refund): Promise<RefundAnswer> {
    const fault = await this.#serve('refund', refund.idempotencyKey);
    if (fault === 'lost') return noAnswer;
    if (fault === 'unavailable') return unavailable;
    const booked = this.charges.get(refund.charge.idempotencyKey);
    if (booked?.answer.status !== 'approved') return { status: 'refused', reason: 'no_such_charge' };
    this.refunds.set(refund.idempotencyKey, refund);
    return fault === 'answer-lost' ? noAnswer : { status: 'refunded' };
  }

  async #serve(call: Call, key: string): Promise<Fault | undefined> {
    this.asked = [...this.asked, [call, key]];
    const [fault, ...later] = this.#faults;
    this.#faults = later;
    return (await this.before(call, key)) ?? fault;
  }
}
