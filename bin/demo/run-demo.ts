import { setTimeout as delay } from 'node:timers/promises';
import type { Platform } from '../../localstack/platform.ts';
import { type Connection, connectTo } from '../client/connection.ts';
import { type ImportOptions, importRetail } from '../retail/import-retail.ts';
import type { RetailImport } from '../retail/invoices.ts';
import type { PlacedInvoice } from '../retail/place-invoices.ts';
import {
  countMessages,
  countOpenPayments,
  readEvents,
  readFacts,
  readMoney,
  readOrderStates,
  readStock,
} from './evidence.ts';
import { type FunctionRequests, functionRequests } from './function-requests.ts';
import { checkInvariants, isFinished } from './invariants.ts';
import { type DemoSummary, summarise } from './summary.ts';

const pollMs = 500;
/** No progress for so long: what is unfinished stays unfinished. A parked payment is resumed once a minute. */
const stalledMs = 240_000;

/** Waits until every accepted order has finished, or none has for a while. */
const waitForOrders = async (
  connection: Connection,
  accepted: readonly PlacedInvoice[],
  onProgress: (done: number) => void,
): Promise<void> => {
  let best = -1;
  let since = Date.now();
  for (;;) {
    const states = await readOrderStates(connection);
    const finished = accepted.filter(({ orderId }) => isFinished(states.get(orderId)?.status)).length;
    onProgress(finished);
    if (finished > best) {
      best = finished;
      since = Date.now();
    }
    if (finished === accepted.length || Date.now() - since > stalledMs) return;
    await delay(pollMs);
  }
};

/** A cancelled order may need a refund, which may take the gateway a while. */
const waitForPayments = async (connection: Connection): Promise<number> => {
  const deadline = Date.now() + stalledMs;
  for (;;) {
    const open = await countOpenPayments(connection);
    if (open === 0 || Date.now() > deadline) return open;
    await delay(pollMs);
  }
};

/** The stock of a paid order is committed after the order is PAID: the ledgers are read once all events are consumed. */
const waitForEvents = async (platform: Platform): Promise<boolean> => {
  const deadline = Date.now() + stalledMs;
  while (!(await platform.eventSources.drained())) {
    if (Date.now() > deadline) return false;
    await delay(pollMs);
  }
  return true;
};

/** Imports invoices into a platform on fresh data, waits for all orders, and audits the ledgers. */
export const runDemo = async (
  platform: Platform,
  retail: RetailImport,
  options: ImportOptions & { readonly startSeconds: number },
): Promise<DemoSummary> => {
  const connection = connectTo(platform.state);
  try {
    let requestsBefore: FunctionRequests = { requests: 0, writeUnits: 0, readUnits: 0 };
    let messagesBefore = 0;
    const { plan, accepted, rejected, cancellations, partial, unmatched } = await importRetail(
      connection,
      retail,
      options,
      async () => {
        await waitForEvents(platform);
        messagesBefore = await countMessages(connection);
        requestsBefore = functionRequests(platform);
      },
    );
    const progress = options.onStep('finished', accepted.length);
    await waitForOrders(connection, accepted, (done) => progress.update(done));
    progress.stop();
    // Cancellations and their refunds may still be in progress.
    await waitForEvents(platform);
    await waitForPayments(connection);
    const drained = await waitForEvents(platform);
    const requestsAfter = functionRequests(platform);
    const [states, messages, events, money, openPayments, stock] = await Promise.all([
      readOrderStates(connection),
      countMessages(connection),
      readEvents(connection, ['orders.created', 'payments.completed', 'notifications.events']),
      readMoney(connection),
      countOpenPayments(connection),
      readStock(connection),
    ]);
    const announced = events.filter(({ type }) => type === 'ORDER_CREATED').map(({ order_id }) => order_id ?? '');
    const invariants = checkInvariants({
      accepted: accepted.map(({ orderId, amount, invoice }) => ({
        orderId,
        amount,
        lines: new Map([...invoice.lines].map(([sku, { qty }]) => [sku, qty])),
      })),
      announced: new Set(announced),
      statuses: new Map([...states].map(([id, { status }]) => [id, status])),
      ...money,
      openPayments,
      facts: await readFacts(connection, events),
      stock,
      initialStock: plan.levels,
    });
    return summarise({
      placement: { accepted, rejected, cancellations },
      partialReturns: partial.length,
      unmatchedCancellations: unmatched.length,
      retail: { ...retail, refused: plan.refused },
      states,
      invariants,
      requests: {
        requests: requestsAfter.requests - requestsBefore.requests,
        writeUnits: requestsAfter.writeUnits - requestsBefore.writeUnits,
        readUnits: requestsAfter.readUnits - requestsBefore.readUnits,
      },
      messages: messages - messagesBefore,
      drained,
      memoryMb: await platform.memoryMb(),
      startSeconds: options.startSeconds,
    });
  } finally {
    connection.close();
  }
};
