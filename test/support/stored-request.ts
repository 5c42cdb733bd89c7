import type { Sagas } from '../../functions/order/model/ports.ts';
import { emptyRecord, type RequestKind, type StoredRequest } from '../../functions/order/model/saga-record-domain.ts';

/** Stores a request that is not published. */
export const storeRequest = async (
  sagas: Sagas,
  orderId: string,
  kind: RequestKind,
  request: StoredRequest,
): Promise<void> => {
  const before = await sagas.load(orderId);
  const record = before ?? emptyRecord(orderId);
  await sagas.save(before, { ...record, requests: { ...record.requests, [kind]: request } });
};
