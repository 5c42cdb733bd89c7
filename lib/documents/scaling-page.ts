import { type Consumer, topicNames, topics } from '../../schemas/catalogue.ts';
import { pollersOf } from '../config/consumer-load.ts';
import { invocationsAtOnce } from '../config/poller-limits.ts';
import { stageConfig } from '../config/stages.ts';

const begin = '<!-- pollers of prod: written by `npm run generate` -->';
const end = '<!-- end of the pollers of prod -->';

const heading = ['Consumer group', 'Partitions', 'Pollers, least', 'Most', 'Invocations at once'];

const rows = (): readonly (readonly string[])[] =>
  topicNames.flatMap((topic) => {
    const { partitions } = topics[topic];
    return topics[topic].consumers.map((consumer: Consumer) => {
      const limits = pollersOf(topic, consumer, stageConfig('prod').consumers);
      const numbers = [partitions, limits.minimum, limits.maximum, invocationsAtOnce(partitions, limits)];
      return [`\`${consumer.group}\``, ...numbers.map(String)];
    });
  });

const table = (): string => {
  const cells = [heading, ...rows()];
  const widths = heading.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [heading, rule, ...rows()].map(line).join('\n');
};

/** The page with the pollers of every consumer group in prod between its markers. @throws the page has no markers. */
export const withPollersOfProd = (page: string): string => {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`The page lacks the lines "${begin}" and "${end}"`);
  return `${page.slice(0, from + begin.length)}\n\n${table()}\n\n${page.slice(to)}`;
};
