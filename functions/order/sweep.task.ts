import type { ScheduledWork } from '../shared/runtime/scheduled-task.ts';
import type { Wiring } from '../shared/runtime/wiring.ts';
import { secondsOf } from './deadlines-domain.ts';
import type { SweepPorts } from './look-after.ts';
import { standingEmits } from './standing.events.ts';
import { dynamoStores } from './stores.dynamodb.ts';
import type { SweepEnvironment } from './sweep.env.ts';
import { sweep } from './sweep.ts';

/** `order/sweep`. */
export const sweepTask = (
  wiring: Wiring<SweepEnvironment>,
  { lag }: Pick<SweepPorts, 'lag'>,
): ScheduledWork<keyof typeof standingEmits> => {
  const { clock, environment } = wiring;
  const deadlines = {
    stepSeconds: secondsOf('STEP_DEADLINE_SECONDS', environment),
    sagaSeconds: secondsOf('SAGA_DEADLINE_SECONDS', environment),
  };
  const mostPerRun = Number(environment.SWEEP_ORDERS_PER_RUN);
  if (!Number.isInteger(mostPerRun) || mostPerRun <= 0)
    throw new RangeError('SWEEP_ORDERS_PER_RUN is no number of orders');
  return { emits: standingEmits, task: sweep({ ...dynamoStores(wiring), lag, clock, deadlines, mostPerRun }) };
};
