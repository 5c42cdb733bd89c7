import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { tables } from '../../../schemas/tables.ts';
import { nameIn } from '../../config/deployment.ts';
import { alarmPeriod } from './alarm-registry.ts';
import type { Watch } from './watch.ts';

/** A few are part of a table's growth: clients retry. */
const throttled = 10;

/** The tables: throttles and system errors. */
export const watchTables = (scope: Construct, { deployment, alarms, board }: Watch): void => {
  for (const name of Object.keys(tables)) {
    const tableName = nameIn(deployment, name);
    const count = (metricName: string): Metric =>
      new Metric({
        namespace: 'AWS/DynamoDB',
        metricName,
        dimensionsMap: { TableName: tableName },
        statistic: 'Sum',
        period: alarmPeriod,
        label: name,
      });
    alarms.raise(`table-${name}-is-throttled`, {
      runbook: 'A table is throttled',
      summary: `DynamoDB throttles requests to the table ${name}`,
      metric: new MathExpression({
        expression: 'FILL(reads, 0) + FILL(writes, 0)',
        usingMetrics: { reads: count('ReadThrottleEvents'), writes: count('WriteThrottleEvents') },
        period: alarmPeriod,
        label: name,
      }),
      from: throttled,
      periods: 2,
    });
    board.monitorDynamoTable({
      // By its name: a reference would make the board block deployments of the table.
      table: Table.fromTableName(scope, `Table ${name}`, tableName),
      humanReadableName: name,
      alarmFriendlyName: `table-${name}`,
    });
  }
};
