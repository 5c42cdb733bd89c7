import { notificationsEventsValidators } from '../../schemas/generated/validators.js';
import { scheduledHandler } from '../shared/runtime/scheduled-handler.ts';
import { tally } from './counts.powertools.ts';
import { sendDeferred } from './deferred.ts';
import { notificationPorts } from './ports.aws.ts';

const { count, taken } = tally();
const { environment, ports } = notificationPorts(count);
const sendDue = sendDeferred(ports);

export const handler = scheduledHandler({
  environment,
  emits: notificationsEventsValidators,
  task: async (run) => {
    await sendDue(run);
    return taken();
  },
});
