import type { Result } from '../shared/kernel/result.ts';
import type { Notice, Owner } from './notice-domain.ts';

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

export interface WebhookObserver {
  /** An event that is followed, and belongs to no payment of ours. */
  unmatched(event: Pick<GatewayEvent, 'id' | 'type'>): void;
}
