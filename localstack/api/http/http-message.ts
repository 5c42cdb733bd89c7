/** Name as the client wrote it, and value. */
export type HeaderLine = readonly [name: string, value: string];

/** A complete request as received. */
export interface ApiRequest {
  readonly method: string;
  /** With the stage, without the query, undecoded. */
  readonly path: string;
  /** Without the question mark, nothing decoded. */
  readonly query: string;
  readonly headers: readonly HeaderLine[];
  readonly body: Buffer;
  /** The body was longer than API Gateway takes; `body` is empty then. */
  readonly bodyTooLarge?: boolean;
  readonly sourceIp: string;
  /** The port and protocol of the listener, for the X-Forwarded headers. */
  readonly port: number;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: readonly HeaderLine[];
  readonly body: string | Buffer;
}

/** The last value of a header, whatever its casing; undefined if it was not sent. */
export function headerValue(lines: readonly HeaderLine[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return lines.findLast(([candidate]) => candidate.toLowerCase() === wanted)?.[1];
}
