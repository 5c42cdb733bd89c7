import type { Result } from '../../shared/kernel/result.ts';
import type { Notice, Owner } from './notice-domain.ts';
import type { Period } from './ports.ts';

/** An event of the gateway, its signature verified. */
export interface GatewayEvent {
  /** The gateway's own id. */
  readonly id: string;
  readonly type: string;
  readonly notice: Notice;
}

export interface SignedBody {
  /** The exact bytes that were signed. */
  readonly body: Buffer;
  readonly signature: string | undefined;
}

/**
 * `refused`: the signature is missing, wrong or too old. `malformed`: signed, but not an event. @throws
 * {TransientError}
 */
export type VerifyEvent = (signed: SignedBody) => Promise<Result<GatewayEvent, 'refused' | 'malformed'>>;

/** The owner of a charge, by the gateway's own name; undefined if it is not the platform's. @throws {TransientError} */
export type OwnerOf = (reference: string) => Promise<Owner | undefined>;

/** The gateway's own reports of disputes, whether its events are received or not. */
export interface DisputeReports {
  /** Page by page, in any order. @throws {TransientError} */
  reported(period: Period): AsyncIterable<readonly GatewayEvent[]>;
  readonly ownerOf: OwnerOf;
}

export interface WebhookObserver {
  /** An event of a handled type that belongs to no payment. */
  unmatched(event: Pick<GatewayEvent, 'id' | 'type'>): void;
}
