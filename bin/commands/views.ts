import { styleText } from 'node:util';
import { Command } from 'commander';
import type { ExactAnalytics } from '../../functions/analytics/model/figures-domain.ts';
import { exactJson } from '../../functions/shared/kernel/exact-json.ts';
import type { AnalyticsHealth } from '../../schemas/generated/types.ts';
import { connect } from '../client/connection.ts';
import { checkedHealth } from '../views/check-health.ts';
import { kafkaEventLog } from '../views/event-log.ts';
import { eventSourceLetters } from '../views/event-source-letters.ts';
import { correctViews, isBefore, type Recounted, recountViews } from '../views/rebuild.ts';
import { analyticsLines, healthLines, recountLines } from '../views/view-lines.ts';
import { dynamodbViewTable } from '../views/view-table.ts';
import { dataOption, jsonOption } from './options.ts';
import { progressBar } from './progress.ts';

interface CommonOptions {
  readonly data: string;
  readonly json: boolean;
}

interface ShowOptions extends CommonOptions {
  readonly from?: string;
  readonly to?: string;
}

interface HealthOptions extends CommonOptions {
  readonly quick: boolean;
}

interface RebuildOptions extends CommonOptions {
  readonly check: boolean;
}

const print = (value: unknown, lines: readonly string[], json: boolean): void => {
  process.stdout.write(`${json ? exactJson(value, 2) : lines.join('\n')}\n`);
};

const show = async ({ data, json, from, to }: ShowOptions): Promise<void> => {
  const connection = await connect(data);
  try {
    const query = new URLSearchParams({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) });
    const { body } = await connection.operator.send('GET', `/admin/analytics?${query}`);
    const analytics = body as ExactAnalytics;
    print(analytics, analyticsLines(analytics), json);
  } finally {
    connection.close();
  }
};

const health = async ({ data, json, quick }: HealthOptions): Promise<void> => {
  const connection = await connect(data);
  try {
    const { body } = await connection.operator.send('GET', '/admin/analytics/health');
    const answer = body as AnalyticsHealth;
    const letters = await eventSourceLetters(connection.operator, answer.topics);
    const table = dynamodbViewTable(connection.dynamodb, connection.tables.views);
    const recounted = quick ? undefined : await recountViews({ table, log: kafkaEventLog(connection) }, progressBar);
    const checked = checkedHealth(answer, letters, recounted);
    print(checked, healthLines(checked), json);
    if (checked.complete === false) process.exitCode = 1;
  } finally {
    connection.close();
  }
};

/** Never from a truncated log: what retention has removed would be removed from the views too. */
const assertWhole = ({ cut }: Recounted): void => {
  if (cut.length === 0) return;
  throw new Error(
    `retention has taken the first records of ${cut.join(', ')}: the views made of them cannot be rebuilt; --check compares the others`,
  );
};

const rebuild = async ({ data, json, check }: RebuildOptions): Promise<void> => {
  const connection = await connect(data);
  try {
    const table = dynamodbViewTable(connection.dynamodb, connection.tables.views);
    const recounted = await recountViews({ table, log: kafkaEventLog(connection) }, progressBar);
    if (!check) assertWhole(recounted);
    const { differences, countedTo, ...counted } = recounted;
    const moved = check ? [] : await correctViews({ table }, differences);
    // All rows match the topics: what was dead-lettered is in them.
    if (!check && moved.length === 0) await table.forgetDeadLetters((place) => isBefore(countedTo, place));
    const corrected = check ? 0 : differences.length - moved.length;
    print({ ...counted, differences, corrected, moved }, recountLines(recounted), json);
    if (!json && corrected > 0) process.stdout.write(`${styleText('bold', `${corrected} rows corrected`)}\n`);
    if (moved.length > 0) throw new Error(`${moved.length} rows moved meanwhile: run it again`);
    if (check && differences.length > 0) process.exitCode = 1;
  } finally {
    connection.close();
  }
};

const showCommand = (): Command =>
  new Command('show')
    .description('what happened in a span of time; in the last hour where none is given')
    .option('--from <time>', 'a date or an RFC 3339 time')
    .option('--to <time>', 'a date (the whole of it) or an RFC 3339 time')
    .action(show);

const healthCommand = (): Command =>
  new Command('health')
    .description('how fresh the views are, and whether they are complete; exit code 1 where not')
    .option('--quick', 'what waits, is lost or dead-lettered; rows are not compared with the topics', false)
    .action(health);

const rebuildCommand = (): Command =>
  new Command('rebuild')
    .description('count the topics again from their first records, and correct the rows that differ')
    .option('--check', 'only compare, to the byte; exit code 1 where a row differs', false)
    .action(rebuild);

export const viewsCommand = (): Command => {
  const command = new Command('views').description('the analytics views of orders, revenue and stock');
  for (const one of [showCommand(), healthCommand(), rebuildCommand()]) {
    command.addCommand(one.addOption(dataOption()).addOption(jsonOption()));
  }
  return command;
};
