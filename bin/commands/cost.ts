import { join } from 'node:path';
import { Command, Option } from 'commander';
import { stageNames } from '../../lib/config/stages.ts';
import { synthesise } from '../../localstack/template/synthesise.ts';
import { type Comparison, compare, type Estimate } from '../cost/estimate.ts';
import measured from '../cost/measured-usage.json' with { type: 'json' };
import { priceRegion, prices } from '../cost/prices.ts';
import { root } from '../setup.mjs';
import { integerOption, jsonOption } from './options.ts';

interface CostOptions {
  readonly ordersPerMonth: number;
  readonly lines: number;
  readonly stage: string;
  readonly statusRequests: number;
  readonly json: boolean;
}

const dollars = (usd: number): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', minimumFractionDigits: 2 }).format(usd);

const row = (title: string, usd: number): string => `  ${title.padEnd(30)} ${dollars(usd).padStart(14)}`;

const rowsOf = ({ month, idle, perMillionOrders, nextMillionOrders }: Estimate): readonly string[] => [
  ...Object.entries(month.byService)
    .toSorted(([, a], [, b]) => b - a)
    .map(([service, usd]) => row(service, usd)),
  row('a month', month.usd),
  row('of it, without any order', idle),
  row('per million orders', perMillionOrders),
  row('the next million orders', nextMillionOrders),
];

const text = (options: CostOptions, { orderstream, stepFunctions, breakEvenOrders }: Comparison): readonly string[] => [
  `${options.ordersPerMonth.toLocaleString('en')} orders of ${options.lines} lines a month, stage ${options.stage}, list prices of ${priceRegion}`,
  '',
  'orderstream',
  ...rowsOf(orderstream),
  '',
  'the same orders by Step Functions Standard and SQS',
  ...rowsOf(stepFunctions),
  '',
  breakEvenOrders === undefined
    ? 'orderstream costs more at any number of orders'
    : `orderstream costs less from ${breakEvenOrders.toLocaleString('en')} orders a month on`,
  `Usage of an order: measured on ${measured.measuredOn}. What is counted and what is not: docs/cost.md`,
];

const cost = async (options: CostOptions): Promise<void> => {
  const { ordersPerMonth, lines: linesPerOrder, stage, statusRequests, json } = options;
  const { assembly } = await synthesise({
    projectFolder: root,
    cacheFolder: join(root, 'node_modules', '.cache', 'orderstream'),
    context: { stage },
  });
  const comparison = compare({
    templates: assembly.stacks.map(({ template }) => template),
    measured: measured.usage,
    ...{ ordersPerMonth, linesPerOrder, statusRequests },
  });
  const output = json
    ? JSON.stringify({ region: priceRegion, stage, ordersPerMonth, linesPerOrder, ...comparison, prices }, null, 2)
    : text(options, comparison).join('\n');
  process.stdout.write(`${output}\n`);
};

export const costCommand = (): Command =>
  new Command('cost')
    .description('the monthly bill of a stage by service, and of the usual alternative')
    .addOption(
      integerOption('--orders-per-month <n>', 'orders in a month', {
        least: 1,
        most: 10_000_000_000,
      }).makeOptionMandatory(),
    )
    .addOption(integerOption('--lines <n>', 'lines of an order', { least: 1, most: 2_000 }).makeOptionMandatory())
    .addOption(new Option('--stage <stage>', 'stage of the CDK app').choices(stageNames).default('prod'))
    .addOption(
      integerOption('--status-requests <n>', 'requests for its status after each order', {
        least: 0,
        most: 1_000,
      }).default(1),
    )
    .addOption(jsonOption())
    .action(cost);
