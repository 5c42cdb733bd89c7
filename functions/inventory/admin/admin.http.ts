import type { AdjustStockRequest, StockAdjustmentAccepted, StockLevel } from '../../../schemas/generated/types.ts';
import { validateAdjustStockRequest } from '../../../schemas/generated/validators.js';
import { adjustmentId } from '../../shared/kernel/ids.ts';
import type { Route } from '../../shared/runtime/http/http-handler.ts';
import { problem } from '../../shared/runtime/http/problem.ts';
import type { HttpRequest } from '../../shared/runtime/http/request.ts';
import { json } from '../../shared/runtime/http/response.ts';
import { validBody } from '../../shared/runtime/http/valid-body.ts';
import { ProduceOutcomeUnknown } from '../../shared/runtime/kafka/produce-failure.ts';
import type { Adjustment } from './admin.ts';

/** The pattern of the schemas. */
const skuPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const printableKey = /^[\x20-\x7e]{1,255}$/;

const noSku = () => problem('not-found', { detail: 'There is no such SKU' });

/** `GET /admin/inventory/{sku}`. */
export const stockRoute =
  (stockLevel: (sku: string) => Promise<StockLevel | undefined>): Route =>
  async (request) => {
    const sku = request.parameter('sku');
    const level = skuPattern.test(sku) ? await stockLevel(sku) : undefined;
    return level === undefined ? noSku() : json(200, level);
  };

/** The id of the caller's own adjustment name, else of the idempotency key, else of the request. */
const idOf = (sku: string, named: string | undefined, key: string | undefined, request: HttpRequest): string => {
  if (named !== undefined) return adjustmentId(sku, 'named', named);
  if (key !== undefined) return adjustmentId(sku, 'key', request.client, key);
  return adjustmentId(sku, 'request', request.requestId);
};

/** `POST /admin/inventory/{sku}/adjust`. */
export const adjustRoute =
  (adjust: (adjustment: Adjustment) => Promise<void>): Route =>
  async (request) => {
    const sku = request.parameter('sku');
    if (!skuPattern.test(sku)) return noSku();
    const key = request.header('idempotency-key');
    if (key !== undefined && !printableKey.test(key)) {
      return problem('invalid-idempotency-key', { detail: 'Send 1 to 255 printable ASCII characters' });
    }
    const body = validBody<AdjustStockRequest>(request, validateAdjustStockRequest);
    if (!body.ok) return body.error;
    const { qty, reason, adjustment_id } = body.value;
    const id = idOf(sku, adjustment_id, key, request);
    try {
      await adjust({ sku, qty, id, actor: request.actor, deadline: request, ...(reason !== undefined && { reason }) });
    } catch (thrown) {
      if (!(thrown instanceof ProduceOutcomeUnknown)) throw thrown;
      const detail = 'The adjustment may have been taken. Send it again under the same name or key: it counts once';
      return problem('outcome-unknown', { detail });
    }
    return json(202, { sku, qty, adjustment_id: id } satisfies StockAdjustmentAccepted);
  };
