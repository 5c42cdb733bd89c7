import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { type TopicName, topicNames } from '../../schemas/catalogue.ts';
import type { Connection } from '../client/connection.ts';
import { UsageError } from '../client/usage-error.ts';
import { letterLines } from '../dead-letters/letter-lines.ts';
import { type Letter, readLetters } from '../dead-letters/read-letters.ts';
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
  readonly again: boolean;
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

interface Selected {
  readonly places: readonly Pick<Letter, 'partition' | 'offset'>[];
  /** How many letters are left out: replayed already, and others that need not or cannot be. */
  readonly done: number;
  readonly others: number;
}

/** Of everything in the queue, the letters to replay. */
const everything = async ({ operator }: Connection, topic: TopicName, since: string | undefined): Promise<Selected> => {
  const { letters } = await readLetters(operator, topic, { ...(since !== undefined && { since }) });
  const places = toReplay(letters);
  const done = letters.filter(({ replayed }) => replayed).length;
  return { places, done, others: letters.length - places.length - done };
};

const replay = (
  topic: TopicName,
  partition: number | undefined,
  offset: number | undefined,
  { data, json, all, again, since }: ReplayOptions,
): Promise<void> => {
  const one = partition === undefined || offset === undefined ? undefined : { partition, offset };
  if (all === (one !== undefined)) throw new UsageError('name a partition and an offset, or --all');
  if (since !== undefined && !all) throw new UsageError('--since goes with --all');
  if (again && all) throw new UsageError('--again goes with one record');
  return withConnection(data, async (connection) => {
    const selected = one ? { places: [one], done: 0, others: 0 } : await everything(connection, topic, since);
    const { places, done, others } = selected;
    const progress = progressBar('replayed', places.length);
    const { replayed, skipped } = await replayLetters(connection.operator, topic, places, {
      again,
      onProgress: (count) => progress.update(count),
    }).finally(() => progress.stop());
    const counts = [
      `${replayed.length} records written to ${topic}`,
      `${done + skipped.length} replayed already`,
      `${others} not: repeated, or in no form that can be written back`,
    ];
    const lines = one
      ? [
          ...replayed.map(({ written_to }) => `written to partition ${written_to.join(', ')} of ${topic}`),
          ...skipped.map(
            ({ replayed: { at, by } }) => `not written: replayed ${at} by ${by}; --again writes it once more`,
          ),
        ]
      : [counts.join(', ')];
    print(json, { topic, replayed, skipped: done + skipped.length + others }, lines);
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
        .option(
          '--all',
          'everything that the queue holds and was not replayed, the oldest first; each record once',
          false,
        )
        .option('--again', 'one record, although it was replayed already', false)
        .addOption(new Option('--since <time>', 'with --all: what was dead-lettered since then').argParser(time))
        .action(replay),
    );
