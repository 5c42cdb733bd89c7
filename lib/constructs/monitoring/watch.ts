import type { MonitoringFacade } from 'cdk-monitoring-constructs';
import type { Deployment } from '../../config/deployment.ts';
import type { AlarmRegistry } from './alarm-registry.ts';
import type { EmittedMetrics } from './emitted-metrics.ts';

/** What everything that watches a part of the platform has at hand: a board to show it on, and alarms to raise. */
export interface Watch {
  readonly deployment: Deployment;
  readonly board: MonitoringFacade;
  readonly alarms: AlarmRegistry;
  readonly emitted: EmittedMetrics;
}
