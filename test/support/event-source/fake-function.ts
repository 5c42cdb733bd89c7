import type { MSKEvent } from 'aws-lambda';
import type { Invocation, Invoker } from '../../../localstack/lambda/invoker.ts';

/** The function’s reply: a value becomes the response, an `Error` is thrown by the invocation itself. */
export type Answer = Partial<Invocation> | Error;

export interface RecordedInvocation {
  readonly functionName: string;
  readonly payload: string;
  readonly event: MSKEvent;
  readonly requestId: string;
}

/** A function in this process: replies at once, or when the test releases it. */
export class FakeFunction implements Invoker {
  readonly invocations: RecordedInvocation[] = [];
  /** Partitions that were in flight twice at the same time, which must never be. */
  readonly overlaps: string[] = [];
  readonly #inFlight = new Set<string>();
  concurrent = 0;
  mostConcurrent = 0;
  #respond: (invocation: RecordedInvocation, index: number) => Answer | Promise<Answer>;

  constructor(respond: (invocation: RecordedInvocation, index: number) => Answer | Promise<Answer> = () => ({})) {
    this.#respond = respond;
  }

  /** From the next invocation on. */
  respondWith(respond: (invocation: RecordedInvocation, index: number) => Answer | Promise<Answer>): void {
    this.#respond = respond;
  }

  async invoke(functionName: string, payload: string): Promise<Invocation> {
    const event: MSKEvent = JSON.parse(payload);
    const requestId = `request-${this.invocations.length}`;
    const invocation = { functionName, payload, event, requestId };
    this.invocations.push(invocation);
    this.concurrent += 1;
    this.mostConcurrent = Math.max(this.mostConcurrent, this.concurrent);
    for (const key of Object.keys(event.records)) this.#enter(key);
    try {
      const answer = await this.#respond(invocation, this.invocations.length - 1);
      if (answer instanceof Error) throw answer;
      return { requestId, payload: 'null', ...answer };
    } finally {
      this.concurrent -= 1;
      for (const key of Object.keys(event.records)) this.#inFlight.delete(key);
    }
  }

  /** Offsets by partition, one entry per invocation: `[{0: [5, 6]}, …]`. */
  offsets(): readonly Readonly<Record<string, readonly number[]>>[] {
    return this.invocations.map(({ event }) => offsetsOf(event));
  }

  #enter(key: string): void {
    if (this.#inFlight.has(key)) this.overlaps.push(key);
    this.#inFlight.add(key);
  }
}

export const functionError: Answer = {
  functionError: 'Unhandled',
  payload: '{"errorType":"Error","errorMessage":"no"}',
};

/** A partial batch response that lists these records. */
export function failedItems(...failures: readonly (readonly [partition: string, offset: number])[]): Answer {
  const batchItemFailures = failures.map(([partition, offset]) => ({ itemIdentifier: { partition, offset } }));
  return { payload: JSON.stringify({ batchItemFailures }) };
}

export function offsetsOf(event: MSKEvent): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries(
    Object.entries(event.records).map(([key, records]) => [
      key.slice(key.lastIndexOf('-') + 1),
      records.map(({ offset }) => offset),
    ]),
  );
}
