import type { BillLine } from './bill.ts';
import type { Usage } from './usage.ts';

/** Bytes of a GB on a bill. */
const gib = 2 ** 30;
const msPerSecond = 1_000;

export interface OrdersOfAMonth {
  readonly orders: number;
  readonly usage: Usage;
  readonly memoryMb: number;
  /** Requests for its status that a client sends after each POST. */
  readonly statusRequests: number;
}

/** A request for the status: one read of the order, and no more time than the average invocation takes. */
const statusReadUnits = 1;

/** The cost of a month's orders on top of the stage's capacity. Data at rest is that of one month's orders, for one month. */
export const ordersUsage = ({ orders, usage, memoryMb, statusRequests }: OrdersOfAMonth): readonly BillLine[] => {
  const apiRequests = orders * (1 + statusRequests);
  const invocations = usage.invocations + statusRequests;
  const billedMs = (usage.billedMs / usage.invocations) * invocations;
  const storedGb = (orders * usage.storedBytes) / gib;
  return [
    { service: 'Amazon API Gateway', price: 'apiRequest', quantity: apiRequests },
    { service: 'AWS WAF', price: 'webAclRequest', quantity: apiRequests },
    { service: 'AWS Lambda', price: 'lambdaRequest', quantity: orders * invocations },
    {
      ...{ service: 'AWS Lambda', price: 'lambdaArmGbSecond' },
      quantity: (orders * billedMs * memoryMb) / 1_024 / msPerSecond,
    },
    { service: 'Amazon DynamoDB', price: 'dynamodbWrite', quantity: orders * usage.writeUnits },
    {
      ...{ service: 'Amazon DynamoDB', price: 'dynamodbRead' },
      quantity: orders * (usage.readUnits + statusRequests * statusReadUnits),
    },
    { service: 'Amazon DynamoDB', price: 'dynamodbStorage', quantity: storedGb },
    { service: 'Amazon DynamoDB', price: 'dynamodbRecovery', quantity: storedGb },
    { service: 'Amazon CloudWatch', price: 'logIngestion', quantity: (orders * usage.loggedBytes) / gib },
  ];
};
