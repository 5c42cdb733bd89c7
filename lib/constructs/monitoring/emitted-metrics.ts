import type { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type MetricName, metricNamespace, metrics } from '../../../schemas/metrics.ts';
import { type Deployment, nameIn } from '../../config/deployment.ts';
import { alarmPeriod } from './alarm-registry.ts';

export interface Reading {
  readonly statistic: string;
  readonly period?: Duration;
  readonly label?: string;
}

/** The metrics that functions emit; refuses one that no function emits. */
export class EmittedMetrics {
  readonly #deployment: Deployment;

  constructor(deployment: Deployment) {
    this.#deployment = deployment;
  }

  /** The functions that emit it. */
  emitters(name: MetricName): readonly string[] {
    return metrics[name];
  }

  /** As one function emits it. */
  of(name: MetricName, emitter: string, { statistic, period = alarmPeriod, label = emitter }: Reading): Metric {
    if (!this.emitters(name).includes(emitter)) throw new Error(`${emitter} does not emit ${name}.`);
    return new Metric({
      namespace: metricNamespace,
      metricName: name,
      dimensionsMap: this.#dimensions(emitter),
      statistic,
      period,
      label,
    });
  }

  /** As one function emits it, a line for each currency that there is. */
  byCurrency(name: MetricName, emitter: string): MathExpression {
    const of = Object.entries(this.#dimensions(emitter)).map(([dimension, value]) => `${dimension}="${value}"`);
    const query = `{${metricNamespace},currency,function_name,service} MetricName="${name}" ${of.join(' ')}`;
    return new MathExpression({
      expression: `SEARCH('${query}', 'Sum', ${alarmPeriod.toSeconds()})`,
      usingMetrics: {},
      period: alarmPeriod,
      label: `${emitter} \${PROP('Dim.currency')}`,
    });
  }

  /** The sum over all functions that emit it: of a count, or of how many measurements there were. */
  all(name: MetricName, { statistic, period = alarmPeriod, label = name }: Reading): Metric | MathExpression {
    const parts = this.emitters(name).map((emitter) => this.of(name, emitter, { statistic, period }));
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return only.with({ label });
    // One graph may use it several times, and each use needs its own id.
    const id = `${name.charAt(0).toLowerCase()}${name.slice(1)}${statistic.replaceAll(/\W/g, '')}_${period.toSeconds()}`;
    const usingMetrics = Object.fromEntries(parts.map((part, index) => [`${id}_${index}`, part]));
    // A function without events emits no data point, and the sum of a missing series is missing: FILL with 0.
    const sum = Object.keys(usingMetrics).map((part) => `FILL(${part}, 0)`);
    return new MathExpression({ expression: sum.join(' + '), usingMetrics, period, label });
  }

  #dimensions(emitter: string): { readonly service: string; readonly function_name: string } {
    const [service = '', useCase = ''] = emitter.split('/');
    return { service, function_name: nameIn(this.#deployment, service, useCase) };
  }
}
