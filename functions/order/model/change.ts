import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { Sagas } from './ports.ts';
import type { SagaRecord } from './saga-record-domain.ts';

/** Of concurrent writers of one order, one succeeds in every round: more of them than partitions have lines of an order. */
const rounds = 16;

/**
 * Load → decide → save. If another writer was first, loads and decides again: a decision never rests on a record that is out of
 * date. Returns the decision that is stored, with the record as it is stored. @throws {TransientError}
 */
export const change = async <D extends { readonly record: SagaRecord | undefined }>(
  sagas: Sagas,
  orderId: string,
  decide: (record: SagaRecord | undefined) => D,
): Promise<D> => {
  for (let round = 0; round < rounds; round += 1) {
    const before = await sagas.load(orderId);
    const decision = decide(before);
    if (decision.record === undefined) return decision;
    const saved = await sagas.save(before, decision.record);
    if (saved !== undefined) return { ...decision, record: saved };
  }
  throw new TransientError(`Order ${orderId} was changed ${rounds} times while an event was applied`);
};
