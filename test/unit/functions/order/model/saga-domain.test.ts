import { describe, expect, it } from 'vitest';
import {
  isTerminal,
  isWaiting,
  reactions,
  states,
  type Trigger,
  targetOf,
} from '../../../../../functions/order/model/saga-domain.ts';
import type { OrderState } from '../../../../../schemas/generated/types.ts';

const triggers = Object.keys(reactions.CREATED) as readonly Trigger[];

/** Every pair once more, by hand: → a state, `-` ignored, `x` rejected, `+` recorded. */
const table = `
                          CREATED      PROCESSING       PAID        SHIPPED     COMPLETED  PAYMENT_FAILED  CANCELLED
LINES_RESERVED            →PROCESSING  -                -           -           -          -               -
LINE_REJECTED             →CANCELLED   x                x           x           x          x               -
ORDER_PAID                x            →PAID            -           -           -          x               +
PAYMENT_FAILED            x            →PAYMENT_FAILED  x           x           x          -               -
PAYMENT_REFUNDED          x            x                x           x           x          +               +
ORDER_CANCEL_REQUESTED    →CANCELLED   →CANCELLED       →CANCELLED  -           -          -               -
ORDER_SHIP_REQUESTED      x            x                →SHIPPED    -           -          -               -
ORDER_COMPLETE_REQUESTED  x            x                x           →COMPLETED  -          -               -
TIMEOUT                   →CANCELLED   →CANCELLED       -           -           -          -               -
`;

const [header = [], ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const marks: Readonly<Record<string, string>> = { '-': 'ignore', x: 'reject', '+': 'record' };
const pairs = rows.flatMap(([trigger = '', ...cells]) =>
  cells.map((cell, index) => ({
    state: header[index] as OrderState,
    trigger: trigger as Trigger,
    reaction: marks[cell] ?? { to: cell.slice(1) },
  })),
);

describe('the order state machine', () => {
  it('has a reaction for every pair of a state and a trigger', () => {
    const wanted = states.flatMap((state) => triggers.map((trigger) => `${state} ${trigger}`));
    expect(pairs.map(({ state, trigger }) => `${state} ${trigger}`).sort()).toEqual(wanted.sort());
  });

  it.each(pairs)('$state, $trigger: $reaction', ({ state, trigger, reaction }) => {
    expect(reactions[state][trigger]).toEqual(reaction);
  });

  it('never leaves a terminal state, and can leave every other', () => {
    for (const state of states) {
      expect(triggers.some((trigger) => targetOf(state, trigger) !== undefined)).toBe(!isTerminal(state));
    }
  });

  it('has one target per trigger in all states', () => {
    for (const trigger of triggers) {
      const targets = states.map((state) => targetOf(state, trigger)).filter((target) => target !== undefined);
      expect(new Set(targets).size).toBeLessThanOrEqual(1);
    }
  });

  it('has a deadline in automatic steps only', () => {
    expect(states.filter(isWaiting)).toEqual(['CREATED', 'PROCESSING']);
  });
});
