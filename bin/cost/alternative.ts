import type { BillLine } from './bill.ts';
import type { OrdersOfAMonth } from './orders.ts';
import { ordersUsage } from './orders.ts';

/** Facts of a paid order that other services consume: CREATED, PROCESSING, PAID, and two of each line's stock. */
const facts = (lines: number): number => 3 + 2 * lines;
/** Of these, the facts that send a mail. */
const notifiedFacts = 2;
/** A workflow sends one at a time; received and deleted are ten together, as many as a queue gives at once. */
const messagesPerBatch = 10;
const requestsPerMessage = 1 + 2 / messagesPerBatch;

/**
 * States that an order goes through, each a transition: reserve (a map, and a task for each line), processing, charge, a
 * choice, paid, commit (again a map), and the three that notify analytics, audit and notification.
 */
const transitions = (lines: number): number => 1 + lines + 4 + 1 + lines + 3;

/** Tasks are functions: each line reserved and committed, and the four steps between. */
const taskInvocations = (lines: number): number => 2 * lines + 4;

/** Stock and reservation in one transaction, two units an item, reserved and committed; the order's own steps as here. */
const orderWrites = 12;
const lineWrites = 8;

/**
 * The same orders through Step Functions Standard, with queues to analytics, audit and notification: the usual design without
 * Kafka. The same API, functions of the same speed, tables and logs; no charge for the capacity that both need.
 */
export const stepFunctionsUsage = (month: OrdersOfAMonth): readonly BillLine[] => {
  const { orders, usage } = month;
  const { lines } = usage;
  const messages = 2 * facts(lines) + notifiedFacts;
  const invocations = 1 + taskInvocations(lines) + messages / messagesPerBatch;
  const alike = ordersUsage({
    ...month,
    usage: {
      ...usage,
      invocations,
      billedMs: (usage.billedMs / usage.invocations) * invocations,
      writeUnits: orderWrites + lineWrites * lines,
    },
  });
  return [
    ...alike,
    { service: 'AWS Step Functions', price: 'stateTransition', quantity: orders * transitions(lines) },
    { service: 'Amazon SQS', price: 'queueRequest', quantity: orders * messages * requestsPerMessage },
  ];
};

const withoutKafka: readonly string[] = ['Amazon MSK', 'Amazon VPC', 'AWS Secrets Manager', 'AWS KMS'];

/** Capacity without a cluster: no brokers, pollers, users or network. */
export const stepFunctionsCapacity = (capacity: readonly BillLine[]): readonly BillLine[] =>
  capacity.filter(({ service, price }) => price !== 'eventPollerUnit' && !withoutKafka.includes(service));
