/** One metric of a line in CloudWatch's Embedded Metric Format. */
export interface EmbeddedMetric {
  readonly name: string;
  /** `Count`, `Seconds`, `Milliseconds`, `None` … */
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly values: readonly number[];
}

interface Directive {
  readonly Dimensions?: readonly (readonly string[])[];
  readonly Metrics?: readonly { readonly Name: string; readonly Unit?: string }[];
}

const numbersIn = (value: unknown): readonly number[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'number' && Number.isFinite(one));

const documentIn = (line: string): Readonly<Record<string, unknown>> | undefined => {
  // Most lines embed none: a search for the mark costs less than parsing.
  if (!line.startsWith('{') || !line.includes('"_aws"')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

/**
 * The metrics that a line of a function's log embeds; none where it is another line.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const embeddedMetrics = (line: string): readonly EmbeddedMetric[] => {
  const document = documentIn(line);
  const directives: unknown = Object(document?.['_aws']).CloudWatchMetrics;
  if (document === undefined || !Array.isArray(directives)) return [];
  return (directives as readonly Directive[]).flatMap(({ Dimensions = [], Metrics = [] }) => {
    const names = [...new Set(Dimensions.flat())];
    const dimensions = Object.fromEntries(names.map((name) => [name, String(document[name] ?? '')]));
    return Metrics.map(({ Name, Unit = 'None' }) => ({
      ...{ name: Name, unit: Unit, dimensions },
      values: numbersIn(document[Name]),
    }));
  });
};
