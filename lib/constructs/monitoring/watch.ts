import type { MonitoringFacade } from 'cdk-monitoring-constructs';
import type { Deployment } from '../../config/deployment.ts';
import type { AlarmRegistry } from './alarm-registry.ts';
import type { EmittedMetrics } from './emitted-metrics.ts';

/** Shared by the watch functions: a board for graphs, and the alarm registry. */
export interface Watch {
  readonly deployment: Deployment;
  readonly board: MonitoringFacade;
  readonly alarms: AlarmRegistry;
  readonly emitted: EmittedMetrics;
}
