import { Counter, Histogram, Registry } from 'prom-client';
import { type EmbeddedMetric, embeddedMetrics } from './embedded-metrics.ts';

type Labels = Readonly<Record<string, string>>;

/** A metric in Prometheus's form: its labels are those of its first line. */
interface Recorder {
  readonly labels: readonly string[];
  record(labels: Labels, value: number): void;
}

const buckets = {
  seconds: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
  sizes: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000],
};

/** `RecordsReceived` is `orderstream_records_received`. */
const prometheusName = (name: string): string =>
  `orderstream_${name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9_]/g, '_')
    .toLowerCase()}`;

/** The functions' metrics for Prometheus, derived from the log lines that they write for CloudWatch. */
export class MetricsRegistry {
  readonly #registry = new Registry();
  readonly #recorders = new Map<string, Recorder>();

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Records the metrics that a line of a function's log embeds. */
  record(functionName: string, line: string): void {
    for (const metric of embeddedMetrics(line)) {
      const recorder = this.#recorderOf(metric);
      const labels = { function_name: functionName, ...metric.dimensions };
      const known = Object.fromEntries(Object.entries(labels).filter(([name]) => recorder.labels.includes(name)));
      for (const value of metric.values) recorder.record(known, value);
    }
  }

  /** All metrics in Prometheus's text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #recorderOf(metric: EmbeddedMetric): Recorder {
    const known = this.#recorders.get(metric.name) ?? this.#create(metric);
    this.#recorders.set(metric.name, known);
    return known;
  }

  #create({ name, unit, dimensions }: EmbeddedMetric): Recorder {
    const labels = [...new Set(['function_name', ...Object.keys(dimensions)])];
    const shared = { help: `${name} of the functions`, labelNames: labels, registers: [this.#registry] };
    if (unit === 'Count') {
      const counter = new Counter({ ...shared, name: `${prometheusName(name)}_total` });
      return { labels, record: (of, value) => counter.inc(of, Math.max(0, value)) };
    }
    if (unit === 'Milliseconds' || unit === 'Seconds') {
      const base = prometheusName(name.replace(/Seconds$/, ''));
      const histogram = new Histogram({ ...shared, name: `${base}_seconds`, buckets: buckets.seconds });
      return { labels, record: (of, value) => histogram.observe(of, unit === 'Seconds' ? value : value / 1_000) };
    }
    const histogram = new Histogram({ ...shared, name: prometheusName(name), buckets: buckets.sizes });
    return { labels, record: (of, value) => histogram.observe(of, value) };
  }
}
