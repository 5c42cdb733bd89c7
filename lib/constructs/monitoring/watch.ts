import type { MonitoringFacade } from 'cdk-monitoring-constructs';
import type { Deployment } from '../../config/deployment.ts';
import type { AlarmRegistry } from './alarm-registry.ts';
import type { EmittedMetrics } from './emitted-metrics.ts';

/** What each watch function needs: a board for its graphs, and the alarm registry. */
export interface Watch {
  readonly deployment: Deployment;
  readonly board: MonitoringFacade;
  readonly alarms: AlarmRegistry;
  readonly emitted: EmittedMetrics;
}
