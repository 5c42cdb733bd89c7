import { join } from 'node:path';
import { platformModule } from '../platform-module.ts';
import { MetricsRegistry } from './metrics-registry.ts';
import { TraceLog } from './trace-log.ts';

/** Metrics and traces, read from the functions' logs. */
export const module = platformModule({
  name: 'traces',
  start: (_needed, { folder }) => ({
    metrics: new MetricsRegistry(),
    traces: new TraceLog(join(folder.logs, 'traces.jsonl')),
  }),
  stop: ({ traces }) => traces.close(),
});
