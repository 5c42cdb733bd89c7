import { availableParallelism } from 'node:os';
import { v5 } from 'uuid';
import type { RunningWork } from '../../lambda/running-work.ts';
import type { ResourceProviders } from '../../template/resource-provider.ts';
import { parseEventSourceMapping } from '../config/parse-event-source-mapping.ts';
import { systemClock } from '../delivery/clock.ts';
import { startEventSourceMapping } from './event-source-mapping.ts';
import type { EventSourceMappingDeps } from './event-source-mapping-deps.ts';
import type { EventSourceMappings } from './event-source-mappings.ts';
import { sharedByMappings } from './shared-by-mappings.ts';

export interface EventSourceResourcesDeps extends EventSourceMappingDeps {
  /** Registry of created mappings. */
  readonly mappings: EventSourceMappings;
  /** Requests that clients wait for. */
  readonly clientWork: RunningWork;
  /** Called for the function of each background mapping, where processes have priorities. */
  readonly runInBackground?: (functionName: string) => void;
}

const uuidNamespace = '6c1ae5b9-94a3-4b0f-8d0a-0d1f5f0d9a57';

/** Creation does not wait for the first poll: `mappings.ready()` does, for all of them at once. */
export function eventSourceResources(resourceDeps: EventSourceResourcesDeps): ResourceProviders {
  const { mappings, runInBackground, clientWork, ...deps } = resourceDeps;
  const processors = deps.emulation?.processors ?? availableParallelism();
  const shared = sharedByMappings(deps.clock ?? systemClock, processors, clientWork);
  return {
    'AWS::Lambda::EventSourceMapping': async (properties, { stack, logicalId, region, accountId }) => {
      const config = parseEventSourceMapping(properties, (deps.clock ?? { now: Date.now }).now());
      // The same on every start, because it is the consumer group of a mapping that names none.
      const uuid = v5(`${stack}/${logicalId}`, uuidNamespace);
      mappings.add(config, () => startEventSourceMapping(config, { shared, ...deps }, uuid));
      if (config.latency === 'background') runInBackground?.(config.functionName);
      const arn = `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${uuid}`;
      return { ref: uuid, attributes: { Id: uuid, EventSourceMappingArn: arn } };
    },
  };
}
