import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { type TopicName, topicNames } from '../../schemas/catalogue.ts';
import type { Connection } from '../client/connection.ts';
import { UsageError } from '../client/usage-error.ts';
import { letterLines } from '../dead-letters/letter-lines.ts';
import { readLetters } from '../dead-letters/read-letters.ts';
import { replayLetters, toReplay } from '../dead-letters/replay-letters.ts';
import { type ConnectedOptions, connectedCommand, print, withConnection } from './connected-command.ts';
import { integerOption } from './options.ts';
import { progressBar } from './progress.ts';

interface ListOptions extends ConnectedOptions {
  readonly topic?: TopicName;
  readonly limit: number;
}

interface ReplayOptions extends ConnectedOptions {
  readonly all: boolean;
  readonly since?: string;
}

const list = ({ data, json, topic, limit }: ListOptions): Promise<void> =>
  withConnection(data, async ({ operator }) => {
    const queues = [];
    for (const name of topic === undefined ? topicNames : [topic]) {
      const read = await readLetters(operator, name, { limit });
      if (topic !== undefined || read.held > 0) queues.push(read);
    }
    const text = queues.flatMap(letterLines);
    print(json, { queues }, text.length > 0 ? text : ['no dead-letter queue holds anything']);
  });

/** Of everything in the queue, what to write back, and how many records cannot be, or need not. */
const everything = async ({ operator }: Connection, topic: TopicName, since: string | undefined) => {
  const { letters } = await readLetters(operator, topic, { ...(since !== undefined && { since }) });
  const places = toReplay(letters);
  return { places, skipped: letters.length - places.length };
};

const replay = (
  topic: TopicName,
  partition: number | undefined,
  offset: number | undefined,
  { data, json, all, since }: ReplayOptions,
): Promise<void> => {
  const one = partition === undefined || offset === undefined ? undefined : { partition, offset };
  if (all === (one !== undefined)) throw new UsageError('name a partition and an offset, or --all');
  if (since !== undefined && !all) throw new UsageError('--since goes with --all');
  return withConnection(data, async (connection) => {
    const { places, skipped } = one ? { places: [one], skipped: 0 } : await everything(connection, topic, since);
    const progress = progressBar('replayed', places.length);
    const replayed = await replayLetters(connection.operator, topic, places, (done) => progress.update(done)).finally(
      () => progress.stop(),
    );
    const lines = one
      ? replayed.map(({ written_to }) => `written to partition ${written_to.join(', ')} of ${topic}`)
      : [`${replayed.length} records written to ${topic}, ${skipped} not: repeated, or of a form that nobody knows`];
    print(json, { topic, replayed, skipped }, lines);
  });
};

const wholeNumber = (text: string): number => {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Must be a whole number.');
  return Number(text);
};

const time = (text: string): string => {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError('Must be a time: 2026-11-22T08:00:00Z.');
  return at.toISOString();
};

export const dlqCommand = (): Command =>
  new Command('dlq')
    .description('records that could not be processed')
    .addCommand(
      connectedCommand('list', 'show what the dead-letter queues hold, the newest first')
        .addOption(new Option('--topic <topic>', 'the queue of this topic alone').choices(topicNames))
        .addOption(integerOption('--limit <n>', 'show n of each queue', { least: 1, most: 100_000 }).default(50))
        .action(list),
    )
    .addCommand(
      connectedCommand(
        'replay',
        'write records back to their topic, as they were; what is done already is not done again',
      )
        .addArgument(new Argument('<topic>', 'the topic').choices(topicNames))
        .addArgument(new Argument('[partition]', 'of its dead-letter queue').argParser(wholeNumber))
        .addArgument(new Argument('[offset]', 'in that partition').argParser(wholeNumber))
        .option('--all', 'everything that the queue holds, the oldest first; each record once', false)
        .addOption(new Option('--since <time>', 'with --all: what was given up since then').argParser(time))
        .action(replay),
    );
