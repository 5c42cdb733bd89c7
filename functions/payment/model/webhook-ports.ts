import type { Result } from '../../shared/kernel/result.ts';
import type { Notice, Owner } from './notice-domain.ts';
import type { Period } from './ports.ts';

/** An event of the gateway, its signature verified. */
export interface GatewayEvent {
  /** The gateway's own name of it. */
  readonly id: string;
  readonly type: string;
  readonly notice: Notice;
}

export interface SignedBody {
  /** The exact bytes that were signed. */
  readonly body: Buffer;
  readonly signature: string | undefined;
}

/** `refused`: the signature is missing, wrong or too old. `malformed`: signed, and no event. @throws {TransientError} */
export type VerifyEvent = (signed: SignedBody) => Promise<Result<GatewayEvent, 'refused' | 'malformed'>>;

/** Whose a charge is, by the gateway's own name of it; undefined where it is not of ours. @throws {TransientError} */
export type OwnerOf = (reference: string) => Promise<Owner | undefined>;

/** What the gateway reports of disputes by itself, whether its events are received or not. */
export interface DisputeReports {
  /** Page by page, in any order. @throws {TransientError} */
  reported(period: Period): AsyncIterable<readonly GatewayEvent[]>;
  readonly ownerOf: OwnerOf;
}

export interface WebhookObserver {
  /** An event that is followed, and belongs to no payment of ours. */
  unmatched(event: Pick<GatewayEvent, 'id' | 'type'>): void;
}
