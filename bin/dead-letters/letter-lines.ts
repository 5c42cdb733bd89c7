import { styleText } from 'node:util';
import type { Letter, ReadLetters } from './read-letters.ts';

const sourceOf = ({ source }: Letter): string => (source ? `was ${source.partition}@${source.offset}` : 'from nowhere');

const line = (letter: Letter): string => {
  const { at, partition, offset, consumer_group, event_type, key, attempts, cause, replayable } = letter;
  const what = [event_type, key, consumer_group, sourceOf(letter)].filter((part) => part !== undefined).join('  ');
  const tried = attempts === undefined || attempts < 2 ? '' : ` (${attempts} times)`;
  const why = replayable ? cause : `${cause}: cannot be written back`;
  return `${at}  ${styleText('bold', `${partition} ${offset}`)}  ${what}\n    ${why}${tried}`;
};

/** Each dead letter in two lines, under its queue: partition and offset are what a replay names. */
export const letterLines = ({ topic, held, letters, more }: ReadLetters): readonly string[] => [
  `${styleText('bold', topic)}: ${held} records in its dead-letter queue`,
  ...letters.map(line),
  ...(more ? ['and older ones: --limit shows more'] : []),
];
