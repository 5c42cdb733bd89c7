import type { SimulatedKafka } from '../kafka/simulated-kafka.ts';
import type { Moments } from '../kernel/moments.ts';
import type { Random } from '../kernel/random.ts';
import type { Scheduler } from '../kernel/scheduler.ts';
import type { Action } from '../plan/plan.ts';
import type { FunctionPool } from './function-pool.ts';
import { type Answer, ask, type Request } from './http-client.ts';
import { runTask } from './run-task.ts';

type Placing = Extract<Action, { readonly kind: 'place' }>;

/** What clients know of an order: never more than their answers. */
export interface KnownOrder {
  readonly placing: Placing;
  readonly orderId: string;
  /** Answered 201; otherwise its outcome is not known to its client. */
  readonly accepted: boolean;
  readonly amount: number | undefined;
}

interface ClientsOptions {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly pool: FunctionPool;
  readonly kafka: SimulatedKafka;
  readonly moments: Moments;
  readonly rebalance: (group: string) => void;
  readonly hold: (group: string, forMs: number) => void;
  /** The gateway’s books lose the charge of an order. */
  readonly lose: (orderId: string) => void;
  /** Called with each order that is answered 201, each time. */
  readonly accepted: (order: KnownOrder) => void;
  readonly log: (who: string, what: () => string) => void;
}

const mostTries = 12;
const clientName = 'key:shop';
const operator = 'iam:arn:aws:iam::000000000000:role/operator';

/** Answers after which a client that can repeats its request. */
const worthRepeating = ({ status, body }: Answer): boolean =>
  status >= 500 || (status === 409 && String(body['type']).includes('in-flight'));

/** Clients and operators: they place orders, send again what got no answer, change their minds, and count stock. */
export class Clients {
  readonly #options: ClientsOptions;
  /** By the name that the plan gives the order. */
  readonly orders = new Map<string, KnownOrder[]>();
  readonly outcomes = new Map<string, number>();
  /** Requests that have no end yet. */
  open = 0;

  constructor(options: ClientsOptions) {
    this.#options = options;
  }

  act(action: Action): void {
    switch (action.kind) {
      case 'place':
        for (let time = 0; time < action.times; time += 1) this.#place(action, `${action.order}/${time}`);
        return;
      case 'adjust':
        this.#repeat(
          {
            function: 'inventory/admin',
            route: 'POST /admin/inventory/{sku}/adjust',
            id: action.sku,
            client: operator,
            body: { qty: action.qty, adjustment_id: action.name },
          },
          () => undefined,
        );
        return;
      case 'poison':
        this.#options.log('foreign producer', () => `writes an unreadable record to ${action.topic}`);
        this.#options.kafka.append({ topic: action.topic, key: action.key, value: action.value, headers: {} });
        return;
      case 'rebalance':
        this.#options.rebalance(action.group);
        return;
      case 'hold':
        this.#options.hold(action.group, action.forMs);
        return;
      case 'run':
        for (let time = 0; time < action.times; time += 1) runTask(this.#options, action.function);
        return;
      case 'lose':
        for (const { orderId } of this.orders.get(action.order) ?? []) this.#options.lose(orderId);
        return;
      case 'cancel':
      case 'ship':
      case 'complete':
      case 'replay':
      case 'restore':
      case 'restore stock':
        return;
      default:
        action satisfies never;
    }
  }

  /** An operator has what stands of an order emitted again. */
  repair(orderId: string): void {
    const route = 'POST /admin/orders/{id}/repair';
    this.#repeat({ function: 'order/admin', route, id: orderId, client: operator }, () => undefined);
  }

  #place(placing: Placing, salt: string): void {
    const { order, user, lines, token, repeatable } = placing;
    const key = `key-${order}`;
    const request = {
      function: 'order/intake',
      route: 'POST /orders',
      client: clientName,
      body: { user_id: user, email: `${user}@example.com`, currency: 'EUR', items: lines, payment_token: token },
      ...(repeatable && { idempotencyKey: key }),
    } as const;
    const end = (answer: Answer) => {
      const id = answer.body['order_id'];
      if (typeof id !== 'string') return;
      this.#know({
        placing,
        orderId: id,
        accepted: answer.status === 201,
        amount: answer.body['amount'] as number | undefined,
      });
    };
    this.#repeat(request, end, repeatable, salt);
  }

  #know(order: KnownOrder): void {
    const known = this.orders.get(order.placing.order) ?? [];
    this.orders.set(order.placing.order, known);
    const place = known.findIndex(({ orderId }) => orderId === order.orderId);
    if (known[place]?.accepted !== true) known.splice(place < 0 ? known.length : place, 1, order);
    if (order.accepted) this.#options.accepted(order);
    // Who does not know whether it was taken may change his mind all the same.
    if (place < 0) this.#followUp(order);
  }

  /** What the plan has in mind for an order, once its client knows its id. */
  #followUp({ placing, orderId }: KnownOrder): void {
    const { scheduler, moments } = this.#options;
    for (const action of this.plans) {
      if (!('order' in action) || action.order !== placing.order) continue;
      if (action.kind === 'place' || action.kind === 'lose') continue;
      const { kind } = action;
      const byClient = kind === 'cancel';
      const request = {
        function: byClient ? 'order/requests' : 'order/admin',
        route: byClient ? 'POST /orders/{id}/cancel' : `POST /admin/orders/{id}/${kind}`,
        id: orderId,
        client: byClient ? clientName : operator,
      } as const;
      moments.when(action.after, () => {
        this.open += 1;
        scheduler.after(action.at, () => {
          this.open -= 1;
          this.#repeat(request, () => undefined);
        });
      });
    }
  }

  /** All actions of the plan: those about an order begin when it is accepted. */
  plans: readonly Action[] = [];

  #repeat(request: Omit<Request, 'traceId'>, end: (answer: Answer) => void, repeatable = true, salt = ''): void {
    const { pool, random, scheduler, log } = this.#options;
    const own = random.of(`${request.route}${request.id ?? ''}${salt}`);
    let tries = 0;
    this.open += 1;
    const send = (): void => {
      tries += 1;
      ask(pool, { ...request, traceId: own.hex32() }, (answer) => {
        const outcome = `${request.route.split(' ')[1]} ${answer.status}`;
        this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
        log(
          'client',
          () =>
            `${request.route.replace('{id}', request.id ?? '')} → ${answer.status} ${String(answer.body['order_id'] ?? '')}`,
        );
        // Where nothing was taken, a client without a key may send another order.
        const again =
          worthRepeating(answer) && (repeatable || (answer.status === 503 && answer.body['type'] !== undefined));
        if (again && tries < mostTries) scheduler.after(own.skewed(200, 30_000), send);
        else {
          end(answer);
          this.open -= 1;
        }
      });
    };
    send();
  }
}
