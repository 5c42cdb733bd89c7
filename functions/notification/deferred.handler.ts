import { scheduledHandler } from '../shared/runtime/scheduled-handler.ts';
import { tally } from './counts.powertools.ts';
import { deferredTask } from './deferred.task.ts';
import { notificationMeans } from './means.aws.ts';

const { count, taken } = tally();
const { environment, wiring, provider } = notificationMeans();
const { emits, task } = deferredTask(wiring, { provider, count });

export const handler = scheduledHandler({
  environment,
  emits,
  task: async (run) => ({ ...(await task(run)), ...taken() }),
});
