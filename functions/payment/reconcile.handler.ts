import { paymentsCompletedValidators } from '../../schemas/generated/validators.js';
import { scheduledHandler } from '../shared/runtime/scheduled-handler.ts';
import { paymentPorts } from './ports.aws.ts';
import { reconcile } from './reconcile.ts';

const { environment, ports } = paymentPorts();

export const handler = scheduledHandler({ environment, emits: paymentsCompletedValidators, task: reconcile(ports) });
