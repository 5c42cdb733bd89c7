import type { Results } from './messages.ts';

/** One run for people: its story, and what it came to. */
export const replayText = ({ story, failure }: Results['replay']): string => {
  const end = failure === undefined ? ['Nothing was found.'] : [`✗ ${failure.invariant}: ${failure.message}`];
  const stack = failure?.stack === undefined ? [] : [failure.stack];
  return [...story, '', ...end, ...stack, ''].join('\n');
};
