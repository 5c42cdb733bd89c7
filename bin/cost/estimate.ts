import type { Template } from '../../localstack/template/template.ts';
import { stepFunctionsCapacity, stepFunctionsUsage } from './alternative.ts';
import { type Bill, bill } from './bill.ts';
import { capacity, functionMemoryMb } from './capacity.ts';
import { ordersUsage } from './orders.ts';
import { type Usage, usageOf } from './usage.ts';

export interface EstimateRequest {
  readonly templates: readonly Template[];
  readonly measured: readonly Usage[];
  readonly ordersPerMonth: number;
  readonly linesPerOrder: number;
  readonly statusRequests: number;
}

/** One way of running the same orders. Dollars. */
export interface Estimate {
  readonly month: Bill;
  /** The month without orders. */
  readonly idle: number;
  /** Of the month, its capacity included, for each million of its orders. */
  readonly perMillionOrders: number;
  /** Marginal cost of another million orders. */
  readonly nextMillionOrders: number;
}

export interface Comparison {
  readonly orderstream: Estimate;
  /** Step Functions Standard with SQS. */
  readonly stepFunctions: Estimate;
  /** Orders a month from which orderstream costs less; undefined when it never does. */
  readonly breakEvenOrders: number | undefined;
}

const million = 1_000_000;

const estimate = (
  fixed: Parameters<typeof bill>[0],
  variable: Parameters<typeof bill>[0],
  orders: number,
): Estimate => {
  const month = bill([...fixed, ...variable]);
  const idle = bill(fixed).usd;
  return {
    month,
    idle,
    perMillionOrders: (month.usd / orders) * million,
    nextMillionOrders: ((month.usd - idle) / orders) * million,
  };
};

export const compare = (request: EstimateRequest): Comparison => {
  const { templates, measured, ordersPerMonth: orders, linesPerOrder, statusRequests } = request;
  const usage = usageOf(measured, linesPerOrder);
  const month = { orders, usage, statusRequests, memoryMb: functionMemoryMb(templates) };
  const fixed = capacity(templates);
  const orderstream = estimate(fixed, ordersUsage(month), orders);
  const stepFunctions = estimate(stepFunctionsCapacity(fixed), stepFunctionsUsage(month), orders);
  const saved = (stepFunctions.nextMillionOrders - orderstream.nextMillionOrders) / million;
  const dearer = orderstream.idle - stepFunctions.idle;
  return {
    orderstream,
    stepFunctions,
    breakEvenOrders: saved > 0 ? Math.ceil(Math.max(0, dearer) / saved) : undefined,
  };
};
