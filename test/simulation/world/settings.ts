import { chargeLeaseSeconds } from '../../../lib/config/charge-lease.ts';
import { ordersPerSweep } from '../../../lib/config/consumer-load.ts';
import { stageConfig } from '../../../lib/config/stages.ts';
import { dueIndex } from '../../../schemas/due-index.ts';
import {
  declarationOf,
  type FunctionName,
  functionNames,
  functions,
  type VariableOf,
} from '../../../schemas/functions/functions.ts';
import { type TableKeys, type TableName, tables } from '../../../schemas/tables.ts';
import type { TableDefinition } from '../dynamodb/simulated-table.ts';
import type { Plan } from '../plan/plan.ts';

const { orders, payment, notification, consumers } = stageConfig('dev');

const tableNames = Object.keys(tables) as readonly TableName[];

/** The tables as the stack declares them, under their plain names. */
export const tableDefinitions: readonly TableDefinition[] = tableNames.map((name) => {
  const { partitionKey, sortKey, timeToLive, due }: TableKeys = tables[name];
  return {
    name,
    partitionKey,
    ...(sortKey !== undefined && { sortKey }),
    ...(timeToLive !== undefined && { timeToLive }),
    ...(due && { indexes: [{ ...dueIndex, projection: 'KEYS_ONLY' as const }] }),
  };
});

type Declared = typeof functions;

/** The variables that hold a table's name. */
type TableVariable = {
  [F in FunctionName]: {
    [V in VariableOf<F>]: Declared[F]['environment'][V] extends { readonly table: string } ? V : never;
  }[VariableOf<F>];
}[FunctionName];

/** As the functions declare them. @throws one variable would name two tables. */
const tableVariables = (): Readonly<Record<TableVariable, TableName>> => {
  const named = new Map<string, TableName>();
  for (const variables of functionNames.map((name) => declarationOf(name).environment)) {
    for (const [variable, declared] of Object.entries(variables)) {
      if (!('table' in declared)) continue;
      const { table } = declared;
      if ((named.get(variable) ?? table) !== table) {
        throw new Error(`${variable} is declared for the tables ${named.get(variable)} and ${table}`);
      }
      named.set(variable, table);
    }
  }
  return Object.fromEntries(named) as Record<TableVariable, TableName>;
};

const declaredTables = tableVariables();

/** Variables of all functions. Those that differ by run are the plan's. */
export const environmentOf = ({ modes }: Pick<Plan, 'modes'>) => ({
  ...declaredTables,
  MAILBOX_TABLE: 'mailbox',
  STEP_DEADLINE_SECONDS: String(orders.stepDeadlineSeconds),
  SAGA_DEADLINE_SECONDS: String(orders.sagaDeadlineSeconds),
  SWEEP_ORDERS_PER_RUN: String(ordersPerSweep(consumers)),
  PAYMENT_GATEWAY: 'simulated',
  GATEWAY_RESOURCE: 'gateway',
  GATEWAY_TIMEOUT_MS: String(payment.timeoutMs),
  CHARGE_HORIZON_SECONDS: String(payment.horizonSeconds),
  CHARGE_LEASE_SECONDS: String(chargeLeaseSeconds(payment)),
  NOTIFICATION_SETTINGS: JSON.stringify({
    ...notification,
    limits: { user: modes.allowance, operations: modes.allowance },
  }),
});

export const timeoutMsOf = (name: FunctionName): number => functions[name].timeoutSeconds * 1_000;

/** Longest wait of a caller for the gateway's answer to one request. */
export const gatewayTimeoutMs = payment.timeoutMs;

/** Whether no order waits for what a function does. */
export const isBystander = (name: FunctionName): boolean => functions[name].latency === 'background';
