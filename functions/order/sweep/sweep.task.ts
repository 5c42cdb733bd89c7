import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { ScheduledWork } from '../../shared/runtime/handlers/scheduled-task.ts';
import { secondsOf } from '../model/deadlines-domain.ts';
import { pendingEventValidators } from '../store/pending.events.ts';
import { dynamoStores } from '../store/stores.dynamodb.ts';
import type { SweepEnvironment } from './sweep.env.ts';
import { sweep } from './sweep.ts';
import type { SweepPorts } from './sweep-actions.ts';

/** `order/sweep`. */
export const sweepTask = (
  dependencies: Dependencies<SweepEnvironment>,
  { lag }: Pick<SweepPorts, 'lag'>,
): ScheduledWork<keyof typeof pendingEventValidators> => {
  const { clock, environment } = dependencies;
  const deadlines = {
    stepSeconds: secondsOf('STEP_DEADLINE_SECONDS', environment),
    sagaSeconds: secondsOf('SAGA_DEADLINE_SECONDS', environment),
  };
  const mostPerRun = Number(environment.SWEEP_ORDERS_PER_RUN);
  if (!Number.isInteger(mostPerRun) || mostPerRun <= 0)
    throw new RangeError('SWEEP_ORDERS_PER_RUN is no number of orders');
  return {
    emits: pendingEventValidators,
    task: sweep({ ...dynamoStores(dependencies), lag, clock, deadlines, mostPerRun }),
  };
};
