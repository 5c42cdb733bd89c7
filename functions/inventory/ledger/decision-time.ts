import type { Clock } from '../../shared/kernel/clock.ts';
import { orderedAt, type StockCommand } from '../model/domain.ts';

/** Clocks of one platform differ by less. */
const mostAheadMs = 300_000;

/**
 * The time of an outcome: not before its order, or a search from the order's time on would miss it and a repeated command
 * would be decided again. @throws {RangeError} the order is from the future.
 */
export const decisionTime = (command: StockCommand, clock: Clock): string => {
  const now = clock.now();
  const cause = orderedAt(command) ?? command.timestamp;
  const earliest = Date.parse(cause);
  if (earliest > now.getTime() + mostAheadMs) {
    throw new RangeError(`${command.type} of ${command.sku}: caused at ${cause}, but it is ${now.toISOString()}`);
  }
  return new Date(Math.max(earliest, now.getTime())).toISOString();
};
