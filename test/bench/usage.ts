import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Connection } from '../../bin/client/connection.ts';
import { topicEnds, withAdmin } from '../../bin/client/kafka-admin.ts';
import { scanAll } from '../../bin/client/scan-all.ts';
import { readTopics } from '../../bin/client/topic-reader.ts';
import type { Usage } from '../../bin/cost/usage.ts';
import { functionRequests } from '../../bin/demo/function-requests.ts';
import { itemSize } from '../../localstack/dynamodb/item-size.ts';
import type { Platform } from '../../localstack/platform.ts';
import { topicNames } from '../../schemas/catalogue.ts';
import { eventually } from '../support/eventually.ts';
import { ends, post } from './orders.ts';

type Totals = Omit<Usage, 'lines'>;

const sizes = [1, 3, 25, 100];
const ordersEach = 10;
const drainWithinMs = 120_000;

const messageTotals = async (connection: Connection): Promise<Pick<Totals, 'messages' | 'messageBytes'>> => {
  const found = await withAdmin(connection, (admin) => topicEnds(admin, topicNames));
  const ranges = found.map(({ topic, partition, low, high }) => ({
    ...{ topic, partition },
    from: Number(low),
    end: Number(high),
  }));
  let messages = 0;
  let messageBytes = 0;
  await readTopics(connection, ranges, ({ value }) => {
    messages += 1;
    messageBytes += value.byteLength;
  });
  return { messages, messageBytes };
};

const storedBytes = async ({ dynamodb, state }: Connection): Promise<number> => {
  const tables = Object.entries(state.outputs).flatMap(([name, value]) => (name.endsWith('TableName') ? [value] : []));
  let bytes = 0;
  for (const table of tables) {
    const items = await scanAll<Record<string, unknown>>(dynamodb, table);
    for (const item of items) bytes += itemSize(marshall(item) as unknown as Parameters<typeof itemSize>[0]);
  }
  return bytes;
};

const loggedBytes = async (logFolder: string, functions: readonly string[]): Promise<number> => {
  const files = (await readdir(logFolder)).filter((file) => functions.includes(file.replace(/\.log$/, '')));
  const found = await Promise.all(files.map((file) => stat(join(logFolder, file))));
  return found.reduce((sum, { size }) => sum + size, 0);
};

/** Functions that a schedule starts work for no single order. */
const asked = (name: string): boolean => !/-(sweep|reconcile|deferred|query)$/.test(name);

const totalsOf = async (platform: Platform, connection: Connection, logFolder: string): Promise<Totals> => {
  const invoked = [...platform.lambdaReports.totals()].filter(([name]) => asked(name));
  const { requests, writeUnits, readUnits } = functionRequests(platform);
  return {
    ...{ requests, writeUnits, readUnits },
    invocations: invoked.reduce((sum, [, { invocations }]) => sum + invocations, 0),
    billedMs: invoked.reduce((sum, [, { billedMs }]) => sum + billedMs, 0),
    ...(await messageTotals(connection)),
    storedBytes: await storedBytes(connection),
    loggedBytes: await loggedBytes(
      logFolder,
      invoked.map(([name]) => name),
    ),
  };
};

/** Orders of several sizes, each paid before the next is posted: the dearest way, for hardly anything is folded. */
export const measureUsage = async (
  platform: Platform,
  connection: Connection,
  log: (text: string) => void,
  logFolder: string,
): Promise<readonly Usage[]> => {
  const drained = () => eventually('all events consumed', () => platform.eventSources.drained(), drainWithinMs);
  const usage: Usage[] = [];
  // Functions that start once, and tables that are filled once, are not an order's.
  await ends(connection, [await post(connection, 3, 0)]);
  for (const lines of sizes) {
    log(`${ordersEach} orders of ${lines} lines`);
    await drained();
    const before = await totalsOf(platform, connection, logFolder);
    for (let n = 0; n < ordersEach; n += 1) await ends(connection, [await post(connection, lines, n)]);
    await drained();
    const after = await totalsOf(platform, connection, logFolder);
    const names = Object.keys(after) as readonly (keyof Totals)[];
    const per = names.map((name) => [name, Number(((after[name] - before[name]) / ordersEach).toFixed(2))]);
    usage.push({ lines, ...(Object.fromEntries(per) as unknown as Totals) });
  }
  return usage;
};
