import { readEnvironment } from '../shared/runtime/environment.ts';
import { scheduledHandler } from '../shared/runtime/scheduled-handler.ts';
import { chargeVariables, paymentMeans } from './means.aws.ts';
import type { ReconcileEnvironment } from './reconcile.env.ts';
import { reconcileTask } from './reconcile.task.ts';

const environment = readEnvironment<ReconcileEnvironment>({ ...chargeVariables, STATEMENTS_TABLE: true });
const { wiring, ports } = paymentMeans(environment);

export const handler = scheduledHandler({ environment, ...reconcileTask(wiring, ports) });
