import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type LogFile, openLogFile } from '../log-file.ts';
import { inOrder, type Span, spanIn } from './span.ts';

/** The traces of orders, kept in a file: a line for each span. */
export class TraceLog {
  readonly #path: string;
  readonly #file: LogFile;

  constructor(path: string) {
    this.#path = path;
    this.#file = openLogFile(path);
  }

  /** Stores the span of a line of a function's log, if it has one. */
  record(functionName: string, line: string): void {
    const span = spanIn(functionName, line);
    if (span !== undefined) this.#file.write(span);
  }

  /** The spans of one trace; none where it is not known. */
  async spansOf(traceId: string): Promise<readonly Span[]> {
    await this.#file.flush();
    const spans: Span[] = [];
    for await (const line of createInterface({ input: createReadStream(this.#path) })) {
      if (line.includes(traceId)) spans.push(JSON.parse(line));
    }
    return inOrder(spans.filter(({ trace_id }) => trace_id === traceId));
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
