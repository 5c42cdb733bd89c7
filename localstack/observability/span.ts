/** One step in the processing of an order, from a log line of a function. */
export interface Span {
  readonly time: string;
  readonly trace_id: string;
  readonly span_id?: string;
  readonly parent_span_id?: string;
  /** The function. */
  readonly name: string;
  /** Ids of the first events that it emitted. */
  readonly events?: readonly string[];
  /** Other fields of the line: order, place, types of events; route and status of a request. */
  readonly [field: string]: unknown;
}

type Line = Readonly<Record<string, unknown>>;

/** Fields of a log line that a span keeps. */
const kept = [
  'trace_id',
  'span_id',
  'parent_span_id',
  'order_id',
  'correlation_id',
  'topic',
  'partition',
  'offset',
  'waited_ms',
  'outcome',
  'received',
  'causes',
  'emitted',
  'events',
  'route',
  'status',
];

const lineOf = (text: string): Line | undefined => {
  if (!text.startsWith('{') || !/"message":"(Decided|Request answered)"/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const idOf = (uuid: unknown): string => String(uuid).replaceAll('-', '').slice(0, 16);

/** The span of a line of a function's log; undefined where it is another line. */
export const spanIn = (name: string, text: string): Span | undefined => {
  const line = lineOf(text);
  if (typeof line?.['trace_id'] !== 'string') return undefined;
  const fields = kept.filter((field) => line[field] !== undefined).map((field) => [field, line[field]]);
  const request = line['message'] === 'Request answered' ? { span_id: idOf(line['function_request_id']) } : {};
  return { time: String(line['timestamp']), name, ...request, ...Object.fromEntries(fields) };
};

/**
 * The spans of one trace in the order of time, each a child of the one that emitted its trigger. A span whose trigger no other
 * span names is a child of the request that began the trace.
 */
export const inOrder = (spans: readonly Span[]): readonly Span[] => {
  const sorted = [...spans].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  const emittedBy = new Map(
    sorted.flatMap(({ span_id, events = [] }) =>
      span_id === undefined ? [] : events.map((event): [string, string] => [idOf(event), span_id]),
    ),
  );
  const root = sorted.find(({ route }) => route !== undefined)?.span_id;
  return sorted.map((span) => {
    if (span.parent_span_id === undefined) return span;
    const parent = emittedBy.get(span.parent_span_id) ?? root;
    return parent === undefined ? span : { ...span, parent_span_id: parent };
  });
};
