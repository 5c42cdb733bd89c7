import { payment } from '../../../schemas/functions/payment.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { scheduledHandler } from '../../shared/runtime/handlers/scheduled-handler.ts';
import { paymentDependencies } from '../gateway/dependencies.aws.ts';
import type { ReconcileEnvironment } from './reconcile.env.ts';
import { reconcileTask } from './reconcile.task.ts';

const environment = readEnvironment<ReconcileEnvironment>(payment['payment/reconcile'].environment);
const { dependencies, ports } = paymentDependencies(environment);

export const handler = scheduledHandler({ environment, ...reconcileTask(dependencies, ports) });
