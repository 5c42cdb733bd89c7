import { paymentsCompletedValidators } from '../../schemas/generated/validators.js';
import { scheduledHandler } from '../shared/runtime/scheduled-handler.ts';
import { compare } from './compare.ts';
import { reconcilePorts } from './ports.aws.ts';
import { reconcile } from './reconcile.ts';

const { environment, ports } = reconcilePorts();
const settle = reconcile(ports);
const audit = compare(ports);

export const handler = scheduledHandler({
  environment,
  emits: paymentsCompletedValidators,
  task: async (run) => ({ ...(await settle(run)), ...(await audit(run)) }),
});
