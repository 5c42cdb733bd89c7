import type { NotificationsEventsEvent } from '../../schemas/generated/types.ts';
import { notificationsEventsValidators } from '../../schemas/generated/validators.js';
import type { ScheduledWork } from '../shared/runtime/scheduled-task.ts';
import type { Wiring } from '../shared/runtime/wiring.ts';
import { sendDeferred } from './deferred.ts';
import type { SendEnvironment } from './send.env.ts';
import type { SendPorts } from './send.ts';
import { sendPorts } from './send-ports.dynamodb.ts';

/** `notification/deferred`. What it did is told to `count` alone, as it happens. */
export const deferredTask = (
  wiring: Wiring<SendEnvironment>,
  ports: Pick<SendPorts, 'provider' | 'count'>,
): ScheduledWork<NotificationsEventsEvent['type']> => {
  const sendDue = sendDeferred(sendPorts(wiring, ports));
  return {
    emits: notificationsEventsValidators,
    task: async (run) => {
      await sendDue(run);
      return {};
    },
  };
};
