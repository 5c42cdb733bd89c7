import type { PaymentsCompletedEvent } from '../../../schemas/generated/types.ts';
import { paymentsCompletedValidators } from '../../../schemas/generated/validators.js';
import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { ScheduledWork } from '../../shared/runtime/handlers/scheduled-task.ts';
import type { DisputeReports } from '../model/webhook-ports.ts';
import type { SettlePorts } from '../settle/settle.ts';
import { settlePorts } from '../settle/settle-ports.dynamodb.ts';
import { dynamodbComparisons } from '../store/comparisons.dynamodb.ts';
import { type ComparePorts, compare } from './compare.ts';
import { lookUpDisputes } from './look-up-disputes.ts';
import type { ReconcileEnvironment } from './reconcile.env.ts';
import { reconcile } from './reconcile.ts';

/** `payment/reconcile`. @param ports with the gateway guarded. */
export const reconcileTask = (
  dependencies: Dependencies<ReconcileEnvironment>,
  ports: Pick<SettlePorts & ComparePorts, 'gateway' | 'statement' | 'observer'> & {
    readonly disputes?: DisputeReports;
  },
): ScheduledWork<PaymentsCompletedEvent['type']> => {
  const { STATEMENTS_TABLE, PAYMENT_GATEWAY } = dependencies.environment;
  const comparisons = dynamodbComparisons(dependencies.client, STATEMENTS_TABLE, PAYMENT_GATEWAY);
  const settled = settlePorts(dependencies, ports);
  const settle = reconcile(settled);
  const audit = compare({ ...settled, statement: ports.statement, comparisons });
  const { disputes } = ports;
  const reports = dynamodbComparisons(dependencies.client, STATEMENTS_TABLE, `${PAYMENT_GATEWAY}:disputes`);
  const lookUp = disputes && lookUpDisputes({ ...settled, disputes, comparisons: reports });
  return {
    emits: paymentsCompletedValidators,
    task: async (run) => ({ ...(await settle(run)), ...(await audit(run)), ...(await lookUp?.(run)) }),
  };
};
