// Also tests functions/payment/settle
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChargeEvent, charge } from '../../../../../functions/payment/charge/charge.ts';
import { isOpen } from '../../../../../functions/payment/model/domain.ts';
import type { Period } from '../../../../../functions/payment/model/ports.ts';
import { reconcile } from '../../../../../functions/payment/reconcile/reconcile.ts';
import { paymentId, refundId } from '../../../../../functions/shared/kernel/ids.ts';
import type { DomainEvent } from '../../../../../functions/shared/runtime/idioms/domain-event.ts';
import { effect } from '../../../../../functions/shared/runtime/idioms/effect.ts';
import { type Fault, ScriptedGateway } from '../../../../support/fakes/scripted-gateway.ts';
import { cancelled, PaymentWorld, processing } from '../../../../support/payment-world.ts';
import { delivered } from '../../../../support/stock-commands.ts';

/** Lambda ends an invocation then, at any point. */
const invocationMs = 60_000;

type Fate = 'goes on' | 'dies' | Fault;
type Command = { readonly type: 'deliver' | 'reconcile' | 'disaster' } | Turn;
/** One of the running invocations makes its next external call, some time later. */
interface Turn {
  readonly type: 'turn';
  readonly pick: number;
  readonly ms: number;
  readonly fate: Fate;
}

interface Halted {
  readonly startedAt: number;
  readonly go: (fault: Fault | undefined) => void;
}

/**
 * The payment of one order under arbitrary interleavings: every call to a port waits for its turn, and may be the last
 * of its invocation. Kafka delivers from the last acknowledged record on, while earlier invocations keep running.
 */
class Simulation extends PaymentWorld {
  readonly emitted: DomainEvent[] = [];
  readonly #log: readonly ChargeEvent[];
  #halted: readonly Halted[] = [];
  #acknowledged = 0;
  #free = false;

  /** Number of losses of the payment's row. */
  lost = 0;

  constructor(log: readonly ChargeEvent[], prepares: boolean) {
    super();
    this.#log = log;
    this.gateway = new ScriptedGateway({ prepares });
  }

  /** A day later the table is restored from a backup without the payment, and its events are emitted again. */
  async disaster(): Promise<void> {
    this.clock.advance(86_400_000);
    this.#halted = [];
    this.gateway.forgetKeys();
    this.payments.stored.clear();
    this.lost += 1;
    this.#acknowledged = 0;
  }

  /** The same world as seen by one invocation. */
  #ports() {
    const startedAt = this.clock.now().getTime();
    const turn = () => this.#turn(startedAt);
    const { payments, gateway, clock, observer, retryPolicy } = this;
    const stored =
      <A extends unknown[], R>(request: (...of: A) => Promise<R>) =>
      async (...of: A): Promise<R> => {
        await turn();
        return request.apply(payments, of);
      };
    const counted =
      <A extends unknown[], R>(call: (...of: A) => Promise<R>) =>
      async (...of: A): Promise<R> => {
        const fault = await turn();
        gateway.failNext(...(fault === undefined ? [] : [fault]));
        return call.apply(gateway, of);
      };
    return {
      turn,
      ports: {
        ...{ clock, observer, retryPolicy },
        payments: {
          create: stored(payments.create),
          replace: stored(payments.replace),
          find: stored(payments.find),
          findAll: stored(payments.findAll),
          due: stored(payments.due),
          movedMoney: (period: Period) => payments.movedMoney(period),
        },
        gateway: {
          ...(gateway.prepare !== undefined && { prepare: counted(gateway.prepare) }),
          charge: counted(gateway.charge),
          lookup: counted(gateway.lookup),
          cancel: counted(gateway.cancel),
          refund: counted(gateway.refund),
          lookupRefund: counted(gateway.lookupRefund),
        },
      },
    };
  }

  #turn(startedAt: number): Promise<Fault | undefined> {
    if (this.#free) return Promise.resolve(undefined);
    return new Promise((go) => {
      this.#halted = [...this.#halted, { startedAt, go }];
    });
  }

  async deliver(): Promise<void> {
    const from = this.#acknowledged;
    const { ports, turn } = this.#ports();
    const { emit, failed, rejected } = await effect(charge(ports))(
      delivered('orders.created', this.#log.slice(from), from),
    );
    expect([failed, rejected]).toEqual([[], []]);
    await turn();
    this.emitted.push(...emit);
    this.#acknowledged = Math.max(this.#acknowledged, this.#log.length);
  }

  async reconcile(): Promise<void> {
    const { ports, turn } = this.#ports();
    const emit = async (events: readonly DomainEvent[]) => {
      await turn();
      this.emitted.push(...events);
    };
    await reconcile(ports)({
      events: { emit, faultOf: () => undefined },
      deadline: { remainingMs: () => Number.POSITIVE_INFINITY },
    });
  }

  async run(command: Command): Promise<void> {
    if (command.type === 'turn') this.#give(command);
    else void this[command.type]();
    await new Promise(setImmediate);
  }

  #give({ pick, ms, fate }: Turn): void {
    this.clock.advance(ms);
    const chosen = this.#halted[pick % Math.max(this.#halted.length, 1)];
    if (chosen === undefined) return;
    this.#halted = this.#halted.filter((halted) => halted !== chosen);
    const ended = this.clock.now().getTime() - chosen.startedAt > invocationMs;
    if (fate !== 'dies' && !ended) chosen.go(fate === 'goes on' ? undefined : fate);
  }

  /** Running invocations are gone, the gateway answers, and the platform runs until nothing is left to do. */
  async settle(): Promise<void> {
    this.#halted = [];
    this.#free = true;
    while (this.#acknowledged < this.#log.length) await this.deliver();
    for (let run = 0; run < 20; run += 1) {
      this.clock.advance(15 * 60_000);
      await this.reconcile();
    }
  }
}

const fates: fc.Arbitrary<Fate> = fc.oneof(
  { arbitrary: fc.constant<Fate>('goes on'), weight: 6 },
  { arbitrary: fc.constantFrom<Fate>('dies', 'lost', 'answer-lost', 'unavailable'), weight: 4 },
);
const commands: fc.Arbitrary<readonly Command[]> = fc.array(
  fc.oneof(
    { arbitrary: fc.constantFrom<Command>({ type: 'deliver' }, { type: 'reconcile' }), weight: 8 },
    { arbitrary: fc.constant<Command>({ type: 'disaster' }), weight: 1 },
    {
      arbitrary: fc.record({
        type: fc.constant('turn' as const),
        pick: fc.nat(20),
        ms: fc.constantFrom(0, 10, 1_000, 20_000, 65_000, 400_000),
        fate: fates,
      }),
      weight: 32,
    },
  ),
  { maxLength: 80 },
);

const logs: fc.Arbitrary<readonly ChargeEvent[]> = fc
  .tuple(fc.constantFrom('tok_approve', 'tok_decline'), fc.nat(2), fc.nat(2), fc.boolean(), fc.boolean())
  .map(([token, before, repeated, cancel, cancelFirst]) => {
    const charge = processing('one', token);
    const charges = [charge, ...Array<ChargeEvent>(before).fill(charge)];
    const cancels = cancel ? [cancelled('one'), ...Array<ChargeEvent>(repeated).fill(charge)] : [];
    return cancelFirst ? [...cancels, ...charges] : [...charges, ...cancels, ...cancels];
  });

describe('under any events and faults, in any order', () => {
  it('money, state and events of a payment agree in the end', async () => {
    await fc.assert(
      fc.asyncProperty(logs, commands, fc.boolean(), async (log, steps, prepares) => {
        const world = new Simulation(log, prepares);
        for (const command of steps) await world.run(command);
        await world.settle();
        const [first] = log as readonly [ChargeEvent];
        const { order_id, amount } = first;
        const payment = world.payment(first);
        const state = payment?.state ?? 'PENDING';

        expect(world.gateway.balance(order_id)).toBe(state === 'PAID' ? amount : 0);
        const isCancelled = log.some(({ type }) => type === 'ORDER_CANCELLED');
        expect(isCancelled ? ['CANCELLED', 'REFUNDED', 'FAILED'] : ['PAID', 'FAILED']).toContain(state);

        expect(payment && isOpen(payment)).toBe(false);
        expect(payment).not.toHaveProperty('due_at');
        expect(payment).not.toHaveProperty('payment_token');

        const keys = new Set(world.gateway.asked.map(([, key]) => key));
        for (const key of keys) expect([paymentId(order_id), refundId(order_id)]).toContain(key);

        const bytes = new Map<string, Set<string>>();
        for (const event of world.emitted) {
          bytes.set(event.type, (bytes.get(event.type) ?? new Set()).add(JSON.stringify(event)));
        }
        // A lost payment loses its times, too.
        for (const texts of bytes.values()) expect(texts.size).toBeLessThanOrEqual(1 + world.lost);
        const expected = {
          PAID: ['ORDER_PAID'],
          FAILED: ['PAYMENT_FAILED'],
          REFUNDED: ['ORDER_PAID', 'PAYMENT_REFUNDED'],
        };
        expect([...bytes.keys()].sort()).toEqual(state in expected ? expected[state as keyof typeof expected] : []);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
