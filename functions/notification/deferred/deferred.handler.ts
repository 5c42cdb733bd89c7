import { scheduledHandler } from '../../shared/runtime/handlers/scheduled-handler.ts';
import { tally } from '../send/counts.powertools.ts';
import { notificationDependencies } from '../send/dependencies.aws.ts';
import { deferredTask } from './deferred.task.ts';

const { count, taken } = tally();
const { environment, dependencies, provider } = notificationDependencies();
const { emits, task } = deferredTask(dependencies, { provider, count });

export const handler = scheduledHandler({
  environment,
  emits,
  task: async (run) => ({ ...(await task(run)), ...taken() }),
});
