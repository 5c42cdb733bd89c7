import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChargeEvent, charge } from '../../../../../functions/payment/charge/charge.ts';
import { reconcile } from '../../../../../functions/payment/reconcile/reconcile.ts';
import { effect } from '../../../../../functions/shared/runtime/idioms/effect.ts';
import { noDeadline } from '../../../../../functions/shared/runtime/idioms/idiom.ts';
import { InMemoryPayments } from '../../../../support/fakes/in-memory-payments.ts';
import { ScriptedGateway } from '../../../../support/fakes/scripted-gateway.ts';
import { cancelled, PaymentWorld, processing } from '../../../../support/payment-world.ts';
import {
  expectEffectOnce,
  type NewConsumer,
  outcomeOfReplays,
  replayCommands,
} from '../../../../support/replayed-letters.ts';

const dayMs = 86_400_000;
const orders = ['one', 'two'];

/** Final states of a payment without further events. */
type PaymentState = 'PAID' | 'FAILED' | 'CANCELLED' | 'REFUNDED';

interface OrderMoney {
  readonly state: PaymentState | undefined;
  readonly balance: number;
}

const paymentCharge =
  (prepares: boolean): NewConsumer<ChargeEvent> =>
  ({ clock, faulty }) => {
    const { observer, retryPolicy } = new PaymentWorld();
    const [payments, gateway] = [new InMemoryPayments(), new ScriptedGateway({ prepares })];
    const ports = { payments: faulty(payments), gateway: faulty(gateway), clock, observer, retryPolicy };
    let remembered = clock.now().getTime();
    /** The gateway keeps idempotency keys for a day. */
    const forgetKeys = (): void => {
      const now = clock.now().getTime();
      if (now - remembered < dayMs) return;
      gateway.forgetKeys();
      remembered = now;
    };
    return {
      idiom: effect(charge(ports)),
      state: () =>
        orders.map((name): OrderMoney => {
          const { order_id } = processing(name);
          return { state: payments.stored.get(order_id)?.state as PaymentState, balance: gateway.balance(order_id) };
        }),
      runSchedule: async (events) => {
        forgetKeys();
        await reconcile(ports)({ events, deadline: noDeadline });
      },
    };
  };

const histories = fc
  .array(
    fc.record({
      name: fc.constantFrom(...orders),
      token: fc.constantFrom('tok_approve', 'tok_decline'),
      types: fc.constantFrom(
        ['processing'] as const,
        ['processing', 'processing'] as const,
        ['processing', 'cancelled'] as const,
        ['processing', 'cancelled', 'processing'] as const,
        ['cancelled', 'processing'] as const,
      ),
    }),
    { minLength: 1, maxLength: 2 },
  )
  .map((all) =>
    all.flatMap(({ name, token, types }) =>
      types.map((type): ChargeEvent => (type === 'processing' ? processing(name, token) : cancelled(name))),
    ),
  );

/** Within the charge's horizon. Later, a started payment is closed unpaid. */
const soon = replayCommands({ waits: [1_000, 60_000] });

describe('a record of the charge that was dead-lettered and is replayed', () => {
  it('moves the money once, at any number of replays', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), histories, soon, (prepares, history, commands) =>
        expectEffectOnce(paymentCharge(prepares), history, commands),
      ),
      { numRuns: 300 },
    );
  }, 30_000);

  it('leaves money, state and events in agreement, also when the gateway has forgotten its keys', async () => {
    const emittedIn: Readonly<Record<PaymentState, readonly string[]>> = {
      PAID: ['ORDER_PAID'],
      FAILED: ['PAYMENT_FAILED'],
      CANCELLED: [],
      REFUNDED: ['ORDER_PAID', 'PAYMENT_REFUNDED'],
    };
    const late = replayCommands({ waits: [1_000, dayMs + 3_600_000] });
    await fc.assert(
      fc.asyncProperty(fc.boolean(), histories, late, async (prepares, history, commands) => {
        const { state, emitted } = await outcomeOfReplays(paymentCharge(prepares), history, commands);
        const types = emitted.map((name) => name.split(' ')[0]);
        const ends = (state as readonly OrderMoney[]).filter(({ state }) => state !== undefined);
        for (const end of ends) expect(end.balance).toBe(end.state === 'PAID' ? processing('one').amount : 0);
        expect(types).toEqual(ends.flatMap(({ state = 'CANCELLED' }) => emittedIn[state]).sort());
      }),
      { numRuns: 300 },
    );
  }, 30_000);
});
