import type { Failure } from './function-error.ts';
import type { LogTail } from './function-log.ts';

/** One event for the function. */
export interface Call {
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
  readonly traceId: string;
  /** JSON text. */
  readonly clientContext?: string;
  /** Collects the end of this call's log. */
  readonly tail?: LogTail;
}

/** The response's JSON text, or why there is none. */
export type Outcome = { readonly kind: 'success'; readonly payload: string } | Failure;
