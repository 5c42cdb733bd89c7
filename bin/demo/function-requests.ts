import type { Platform } from '../../localstack/platform.ts';
import { operatorAccessKeyId } from '../client/connection.ts';

/** The functions' requests to DynamoDB. */
export interface FunctionRequests {
  readonly requests: number;
  readonly writeUnits: number;
  readonly readUnits: number;
}

/** Counted since the platform started; the operator's own requests are left out. */
export const functionRequests = (platform: Platform): FunctionRequests => {
  const totals = { requests: 0, writeUnits: 0, readUnits: 0 };
  for (const row of platform.dynamodb.statistics()) {
    if (row.caller === operatorAccessKeyId) continue;
    totals.requests += row.requests;
    totals.writeUnits += row.writeUnits;
    totals.readUnits += row.readUnits;
  }
  return totals;
};
