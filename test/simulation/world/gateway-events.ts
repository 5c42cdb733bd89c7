import type { LedgerEntry } from '../../../functions/payment/gateway/simulated/simulated-ledger.ts';
import type { Owner } from '../../../functions/payment/model/notice-domain.ts';
import { paymentId } from '../../../functions/shared/kernel/ids.ts';
import {
  disputeOf,
  intentOf,
  refundOf,
  signatureOf,
  stripeEvent,
  type TestStripeEvent,
} from '../../support/stripe-events.ts';
import type { ItemChange } from '../dynamodb/simulated-dynamodb.ts';
import type { FaultInjector } from '../kernel/fault-injector.ts';
import type { Moments } from '../kernel/moments.ts';
import type { Random } from '../kernel/random.ts';
import type { Scheduler } from '../kernel/scheduler.ts';
import type { EventModes } from '../plan/plan.ts';
import type { FunctionPool } from './function-pool.ts';
import { type Answer, ask } from './http-client.ts';

export const eventFaults = ['event of the gateway lost', 'event of the gateway repeated'] as const;

/** Stripe's own name of the charge; the books have other ends of it under `<name>:<outcome>`. */
const referenceOf = ({ idempotency_key }: LedgerEntry): string =>
  /^pi_\d+/.exec(idempotency_key)?.[0] ?? `pi_${idempotency_key}`;

/** The order and payment to which a charge or a refund belongs. */
const metadataIn = ({ order_id }: LedgerEntry) => ({ order_id, payment_id: paymentId(order_id) });

/** Whose a charge is, by the gateway's own name of it. @param find reads the gateway's books. */
export const ownerInBooks = (
  find: (idempotencyKey: string) => LedgerEntry | undefined,
  reference: string,
): Owner | undefined => {
  const entry = find(reference.replace(/^pi_/, ''));
  return entry && { orderId: entry.order_id, paymentId: metadataIn(entry).payment_id };
};

/** In the order in which they happen; Stripe counts in seconds. */
const disputeEvents = (entry: LedgerEntry, won: boolean, since: number): readonly TestStripeEvent[] => {
  const { idempotency_key, amount, currency } = entry;
  const object = disputeOf({
    ...{ id: `dp_${idempotency_key.replace(/\W/g, '_')}`, payment_intent: referenceOf(entry) },
    ...{ amount, currency: currency.toLowerCase(), created: Math.floor(since / 1_000), status: won ? 'won' : 'lost' },
  });
  const types = ['created', 'funds_withdrawn', 'closed', ...(won ? ['funds_reinstated'] : [])];
  return types.map((type, index) =>
    stripeEvent(`charge.dispute.${type}`, object, {
      id: `evt_${idempotency_key}_dispute_${type}`,
      at: new Date(since + index * 1_000).toISOString(),
    }),
  );
};

const movements: Readonly<Record<LedgerEntry['outcome'], readonly string[]>> = {
  approved: ['payment_intent.processing', 'payment_intent.succeeded'],
  declined: ['payment_intent.payment_failed'],
  cancelled: ['payment_intent.canceled'],
  // The first is as of an earlier refund of the same charge: an event does not show which of them is the last.
  refunded: ['refund.failed', 'refund.created', 'refund.updated'],
};

const movementEvents = (entry: LedgerEntry): readonly TestStripeEvent[] => {
  const named = metadataIn(entry);
  const object = entry.outcome === 'refunded' ? refundOf(named) : intentOf(named, referenceOf(entry));
  return movements[entry.outcome].map((type) =>
    stripeEvent(type, object, { id: `evt_${entry.idempotency_key}_${type}`, at: entry.at }),
  );
};

/** Now and then Stripe makes two events of one fact: the second is later, and has another id. */
const twinOf = (event: TestStripeEvent): TestStripeEvent => ({
  ...event,
  id: `${event.id}_twin`,
  created: event.created + 1,
});

interface DisputeEvent {
  readonly orderId: string;
  readonly event: TestStripeEvent;
}

interface GatewayEventsOptions {
  readonly modes: EventModes;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly pool: FunctionPool;
  readonly faults: FaultInjector;
  readonly moments: Moments;
  readonly answered: (answer: Answer) => void;
  readonly log: (who: string, what: () => string) => void;
}

const delayMs = ({ order, lateMs }: EventModes, index: number, count: number, random: Random): number => {
  if (order === 'any') return random.int(0, lateMs);
  return lateMs * (order === 'reversed' ? count - index : index);
};

const mostTries = 12;

/** The gateway's own sender of signed events about what it books: late, twice, in any order, or never. */
export class GatewayEvents {
  readonly #options: GatewayEventsOptions;
  /** Answered 200: their sender does not repeat them. */
  readonly acknowledged: DisputeEvent[] = [];
  /** All of them, whatever becomes of their events. */
  readonly disputes: DisputeEvent[] = [];
  /** Events that are still to be answered. */
  open = 0;

  constructor(options: GatewayEventsOptions) {
    this.#options = options;
  }

  /** Takes note of what the gateway has booked. */
  book(changes: readonly ItemChange[]): void {
    for (const { table, after } of changes) {
      const entry = after as LedgerEntry | undefined;
      // How often a key was asked is noted beside the books.
      if (table === 'gateway' && entry?.outcome !== undefined) this.#announce(entry);
    }
  }

  #announce(entry: LedgerEntry): void {
    const { modes, random, faults, scheduler, log } = this.#options;
    const isDisputed = entry.outcome === 'approved' && random.chance(modes.disputed);
    const disputes = isDisputed ? disputeEvents(entry, random.chance(0.5), scheduler.now) : [];
    for (const event of disputes) this.disputes.push({ orderId: entry.order_id, event });
    const events = [...movementEvents(entry), ...disputes];
    for (const [index, event] of events.entries()) {
      if (random.chance(modes.lost)) {
        faults.inject('event of the gateway lost');
        log('gateway', () => `loses ${event.type} of ${entry.order_id}`);
        continue;
      }
      const delay = (): number => delayMs(modes, index, events.length, random);
      this.#deliver(entry.order_id, event, delay());
      if (!random.chance(modes.repeated)) continue;
      faults.inject('event of the gateway repeated');
      for (const again of [event, twinOf(event)]) {
        this.#deliver(entry.order_id, again, delay() + events.length * modes.lateMs);
      }
    }
  }

  #deliver(orderId: string, event: TestStripeEvent, inMs: number, tries = 1): void {
    const { scheduler, pool, random, moments, answered, log } = this.#options;
    this.open += 1;
    // None comes before what it is about has happened.
    scheduler.after(Math.max(0, event.created * 1_000 - scheduler.now) + inMs, () => {
      const request = {
        function: 'payment/webhook',
        ...{ route: 'POST /webhooks/stripe', client: 'gateway', body: event },
        // Each attempt is signed at its own time, as Stripe does.
        signature: signatureOf(JSON.stringify(event), new Date(scheduler.now)),
        traceId: random.hex32(),
      } as const;
      ask(pool, request, (answer) => {
        this.open -= 1;
        answered(answer);
        const { status, body } = answer;
        log('gateway', () => `${event.type} of ${orderId} → ${status} ${String(body['outcome'] ?? '')}`);
        if (status !== 200) {
          if (tries < mostTries) this.#deliver(orderId, event, random.skewed(1_000, 60_000), tries + 1);
          return;
        }
        if (body['outcome'] !== 'UNMATCHED' && event.type.startsWith('charge.dispute.'))
          this.acknowledged.push({ orderId, event });
        moments.pass(event.type);
      });
    });
  }
}
