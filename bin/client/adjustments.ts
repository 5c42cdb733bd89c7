import { randomBytes } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';
import { fieldErrors } from '../../functions/shared/runtime/http/field-errors.ts';
import type { Adjust } from '../../schemas/generated/types.ts';
import { validateAdjust } from '../../schemas/generated/validators.js';
import { metadataOf } from '../../schemas/metadata.ts';
import { UsageError } from './usage-error.ts';

const adjustment = (run: string, sku: string, qty: number): Adjust => {
  const reservationId = uuidv5(sku, run);
  return {
    type: 'ADJUST',
    event_id: uuidv5('ADJUST', reservationId),
    timestamp: new Date().toISOString(),
    metadata: metadataOf('ADJUST', { correlation_id: run, source: 'orderstream/stock' }),
    trace_id: randomBytes(16).toString('hex'),
    sku,
    reservation_id: reservationId,
    qty,
  };
};

/**
 * The commands that set the available stock of each SKU to the desired level, validated by their own schema: the ledger would
 * dead-letter an invalid one, and its sender would wait for an answer that never comes.
 * @param run a UUID: the same run makes the same commands.
 * @param levels desired units by SKU.
 * @param available units by SKU there are; none where it is absent.
 * @throws {UsageError} naming the SKUs that cannot be adjusted; before anything is written.
 */
export const adjustments = (
  run: string,
  levels: ReadonlyMap<string, number>,
  available: ReadonlyMap<string, number>,
): readonly Adjust[] => {
  const commands = [...levels]
    .map(([sku, level]) => ({ sku, qty: level - (available.get(sku) ?? 0) }))
    .filter(({ qty }) => qty !== 0)
    .map(({ sku, qty }) => adjustment(run, sku, qty));
  const problems = commands.flatMap((command) =>
    fieldErrors(validateAdjust(command) ?? [], command).map(
      ({ pointer, detail }) => `${JSON.stringify(command.sku)}: ${pointer} ${detail}`,
    ),
  );
  if (problems.length > 0) throw new UsageError(`the stock cannot be set: ${problems.slice(0, 5).join('; ')}`);
  return commands;
};
