import type { NotificationsEventsEvent } from '../../../schemas/generated/types.ts';
import { notificationsEventsValidators } from '../../../schemas/generated/validators.js';
import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { ScheduledWork } from '../../shared/runtime/handlers/scheduled-task.ts';
import type { SendEnvironment } from '../send/send.env.ts';
import type { SendPorts } from '../send/send.ts';
import { sendPorts } from '../send/send-ports.dynamodb.ts';
import { sendDeferred } from './deferred.ts';

/** `notification/deferred`. Reports its metrics through `count` only, as they occur. */
export const deferredTask = (
  dependencies: Dependencies<SendEnvironment>,
  ports: Pick<SendPorts, 'provider' | 'count'>,
): ScheduledWork<NotificationsEventsEvent['type']> => {
  const sendDue = sendDeferred(sendPorts(dependencies, ports));
  return {
    emits: notificationsEventsValidators,
    task: async (run) => {
      await sendDue(run);
      return {};
    },
  };
};
