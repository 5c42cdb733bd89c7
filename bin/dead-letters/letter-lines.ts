import { styleText } from 'node:util';
import type { Letter, ReadLetters } from './read-letters.ts';

const sourceOf = ({ source }: Letter): string => (source ? `was ${source.partition}@${source.offset}` : 'from nowhere');

/** The `condition` of an event source that has retried the record up to its limit. */
const retriesExhausted = /^Retr(ies|yAttempts)Exhausted/;

const lastErrorOf = ({ given_up_by, cause, last_error }: Letter): string => {
  if (last_error) return `\n    last error, at ${last_error.at}: ${last_error.error}`;
  if (given_up_by !== 'event-source' || !retriesExhausted.test(cause)) return '';
  return '\n    no error was recorded: the function timed out or died, or could not write it down';
};

const replayOf = ({ replayed }: Letter): string => (replayed ? `\n    replayed ${replayed.at} by ${replayed.by}` : '');

const line = (letter: Letter): string => {
  const { at, partition, offset, consumer_group, event_type, key, attempts, cause, replayable } = letter;
  const what = [event_type, key, consumer_group, sourceOf(letter)].filter((part) => part !== undefined).join('  ');
  const retries = attempts === undefined || attempts < 2 ? '' : ` (${attempts} times)`;
  const why = replayable ? cause : `${cause}: cannot be written back`;
  return `${at}  ${styleText('bold', `${partition} ${offset}`)}  ${what}\n    ${why}${retries}${lastErrorOf(letter)}${replayOf(letter)}`;
};

/** Each dead letter in some lines, under its queue: partition and offset are what a replay names. */
export const letterLines = ({ topic, held, letters, more }: ReadLetters): readonly string[] => [
  `${styleText('bold', topic)}: ${held} records in its dead-letter queue`,
  ...letters.map(line),
  ...(more ? ['and older ones: --limit shows more'] : []),
];
