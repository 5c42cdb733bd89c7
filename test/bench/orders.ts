import { setTimeout as delay } from 'node:timers/promises';
import { v4 as uuidv4 } from 'uuid';
import type { Connection } from '../../bin/client/connection.ts';
import { setPrices } from '../../bin/client/prices.ts';
import { setStock } from '../../bin/client/stock.ts';
import { readOrderStates } from '../../bin/demo/evidence.ts';
import { isFinished } from '../../bin/demo/invariants.ts';
import type { OrderAccepted, PlaceOrderRequest } from '../../schemas/generated/types.ts';
import { eventually } from '../support/eventually.ts';
import { type Distribution, distribution } from './distribution.ts';

/** SKUs of the benchmark's own catalogue, spread over the partitions as any are. */
const skuCount = 500;
const skus = Array.from({ length: skuCount }, (_, n) => `bench-${String(n).padStart(4, '0')}`);

export const fillCatalogue = async (connection: Connection): Promise<void> => {
  await setPrices(
    connection,
    skus.map((sku) => ({ sku, name: sku, unitPrice: 100, currency: 'GBP' })),
  );
  await setStock(connection, new Map(skus.map((sku) => [sku, 1_000_000])));
};

/** An order of so many lines; the n-th takes other SKUs than its neighbours. */
const orderOf = (lines: number, n: number): PlaceOrderRequest => ({
  user_id: 'bench',
  currency: 'GBP',
  items: Array.from({ length: lines }, (_, line) => ({
    sku: skus[(n * lines + line) % skuCount] ?? '',
    qty: 1,
  })) as PlaceOrderRequest['items'],
  payment_token: 'tok_approve',
});

interface Posted {
  readonly order: OrderAccepted;
  /** Epoch ms at which the order was due to be posted. */
  readonly dueAt: number;
  readonly postMs: number;
}

export const post = async ({ orders }: Connection, lines: number, n: number, dueAt = Date.now()): Promise<Posted> => {
  const { order } = await orders.place(orderOf(lines, n), uuidv4());
  return { order, dueAt, postMs: Date.now() - dueAt };
};

const finishedWithinMs = 300_000;

/** Waits until all are finished; from due to the state's own time, and when the last one was there. */
export const ends = async (connection: Connection, posted: readonly Posted[]): Promise<readonly number[]> => {
  const states = await eventually(
    `${posted.length} orders finished`,
    async () => {
      const now = await readOrderStates(connection);
      return posted.every(({ order }) => isFinished(now.get(order.order_id)?.status)) ? now : undefined;
    },
    finishedWithinMs,
  );
  return posted.map(({ order }) => states.get(order.order_id)?.since ?? Number.NaN);
};

export interface OneByOne {
  readonly post: Distribution;
  readonly toPaid: Distribution;
}

/** One order at a time, on an idle platform: each is paid before the next is posted. */
export const oneByOne = async (connection: Connection, samples: number, lines: number): Promise<OneByOne> => {
  const warmUp = 20;
  const postMs: number[] = [];
  const toPaid: number[] = [];
  for (let n = 0; n < warmUp + samples; n += 1) {
    const started = performance.now();
    const { order, dueAt } = await post(connection, lines, n);
    const took = performance.now() - started;
    const status = await paid(connection, order.order_id);
    if (n < warmUp) continue;
    postMs.push(took);
    toPaid.push(Date.parse(status) - dueAt);
  }
  return { post: distribution(postMs), toPaid: distribution(toPaid) };
};

const paid = (connection: Connection, orderId: string): Promise<string> =>
  eventually(`order ${orderId} paid`, async () => (await connection.orders.status(orderId)).timestamps.PAID);

export interface Load {
  readonly clients: number;
  /** Orders posted back to back by so many clients, until the last is finished. */
  readonly ordersPerSecond: number;
  /** Then, at 70 % of that rate, due at fixed times whatever the answers do: latency counts from when an order was due. */
  readonly openLoop: { readonly perSecond: number; readonly post: Distribution; readonly toPaid: Distribution };
}

const openLoopShare = 0.7;

/** @param orders how many orders each of the two phases posts. */
export const underLoad = async (
  connection: Connection,
  clients: number,
  orders: number,
  lines: number,
): Promise<Load> => {
  const started = Date.now();
  let next = 0;
  const posted: Posted[] = [];
  const client = async (): Promise<void> => {
    while (next < orders) {
      next += 1;
      posted.push(await post(connection, lines, next));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const ordersPerSecond = orders / ((Math.max(...(await ends(connection, posted))) - started) / 1000);
  const perSecond = ordersPerSecond * openLoopShare;
  const begin = Date.now();
  const arrivals = await Promise.all(
    Array.from({ length: orders }, async (_, n) => {
      const dueAt = begin + (n / perSecond) * 1000;
      await delay(Math.max(0, dueAt - Date.now()));
      return post(connection, lines, n, dueAt);
    }),
  );
  const endTimes = await ends(connection, arrivals);
  return {
    clients,
    ordersPerSecond: Number(ordersPerSecond.toFixed(1)),
    openLoop: {
      perSecond: Number(perSecond.toFixed(1)),
      post: distribution(arrivals.map(({ postMs }) => postMs)),
      toPaid: distribution(arrivals.map(({ dueAt }, n) => (endTimes[n] ?? Number.NaN) - dueAt)),
    },
  };
};
