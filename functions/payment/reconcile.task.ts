import type { PaymentsCompletedEvent } from '../../schemas/generated/types.ts';
import { paymentsCompletedValidators } from '../../schemas/generated/validators.js';
import type { ScheduledWork } from '../shared/runtime/scheduled-task.ts';
import type { Wiring } from '../shared/runtime/wiring.ts';
import { type ComparePorts, compare } from './compare.ts';
import { dynamodbComparisons } from './comparisons.dynamodb.ts';
import { lookUpDisputes } from './look-up-disputes.ts';
import type { ReconcileEnvironment } from './reconcile.env.ts';
import { reconcile } from './reconcile.ts';
import type { SettlePorts } from './settle.ts';
import { settlePorts } from './settle-ports.dynamodb.ts';
import type { DisputeReports } from './webhook-ports.ts';

/** `payment/reconcile`. @param ports the gateway guarded already. */
export const reconcileTask = (
  wiring: Wiring<ReconcileEnvironment>,
  ports: Pick<SettlePorts & ComparePorts, 'gateway' | 'statement' | 'observer'> & {
    readonly disputes?: DisputeReports;
  },
): ScheduledWork<PaymentsCompletedEvent['type']> => {
  const { STATEMENTS_TABLE, PAYMENT_GATEWAY } = wiring.environment;
  const comparisons = dynamodbComparisons(wiring.client, STATEMENTS_TABLE, PAYMENT_GATEWAY);
  const settled = settlePorts(wiring, ports);
  const settle = reconcile(settled);
  const audit = compare({ ...settled, statement: ports.statement, comparisons });
  const { disputes } = ports;
  const reports = dynamodbComparisons(wiring.client, STATEMENTS_TABLE, `${PAYMENT_GATEWAY}:disputes`);
  const lookUp = disputes && lookUpDisputes({ ...settled, disputes, comparisons: reports });
  return {
    emits: paymentsCompletedValidators,
    task: async (run) => ({ ...(await settle(run)), ...(await audit(run)), ...(await lookUp?.(run)) }),
  };
};
