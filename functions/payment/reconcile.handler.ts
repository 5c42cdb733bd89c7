import { payment } from '../../schemas/functions/payment.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { scheduledHandler } from '../shared/runtime/scheduled-handler.ts';
import { paymentMeans } from './means.aws.ts';
import type { ReconcileEnvironment } from './reconcile.env.ts';
import { reconcileTask } from './reconcile.task.ts';

const environment = readEnvironment<ReconcileEnvironment>(payment['payment/reconcile'].environment);
const { wiring, ports } = paymentMeans(environment);

export const handler = scheduledHandler({ environment, ...reconcileTask(wiring, ports) });
