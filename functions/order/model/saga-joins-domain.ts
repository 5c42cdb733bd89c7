import type { OrderCreated, StockRejected, StockReserved } from '../../../schemas/generated/types.ts';
import { isWaiting, type Trigger, targetOf } from './saga-domain.ts';
import type { Reached, SagaRecord, Step } from './saga-record-domain.ts';

/** Events of an order's lines: joined with the others in the record. */
export type JoinEvent = OrderCreated | StockReserved | StockRejected;

/** The facts that one order's events add to its record in one write. */
export interface Contribution {
  readonly created?: OrderCreated;
  readonly reserved: readonly string[];
  readonly rejected: readonly string[];
}

export const contributionOf = (events: readonly JoinEvent[]): Contribution => {
  const skus = (type: JoinEvent['type']): readonly string[] => [
    ...new Set(events.flatMap((event) => (event.type === type && 'sku' in event ? [event.sku] : []))),
  ];
  const created = events.find((event) => event.type === 'ORDER_CREATED');
  return {
    ...(created && { created }),
    reserved: skus('STOCK_RESERVED'),
    rejected: skus('STOCK_REJECTED'),
  };
};

const reasonLength = 1024;

/** Lists as many SKUs as fit the field. */
const outOfStock = (skus: ReadonlySet<string>): string => {
  const reason = `OUT_OF_STOCK: ${[...skus].sort().join(', ')}`;
  return reason.length <= reasonLength ? reason : `${reason.slice(0, reasonLength - 1)}…`;
};

/** Reason and actor of a cancel request. An empty reason counts as none: the event's schema forbids it. */
export const cancelDetails = ({ reason, actor }: { readonly reason?: string; readonly actor?: string }) => ({
  reason: reason || 'CANCEL_REQUESTED',
  ...(actor !== undefined && { actor }),
});

interface Joined {
  readonly trigger: Trigger;
  readonly reason?: string;
  readonly actor?: string;
}

/**
 * The triggers that the record implies, the gravest first. A stored cancel counts like its event, which may have
 * preceded ORDER_CREATED in the partition and had no effect.
 */
const joinOf = ({ created, reserved, rejected, requests }: SagaRecord): readonly Joined[] => [
  ...(rejected.size > 0 ? [{ trigger: 'LINE_REJECTED', reason: outOfStock(rejected) } as const] : []),
  ...(requests.CANCEL ? [{ trigger: 'ORDER_CANCEL_REQUESTED', ...cancelDetails(requests.CANCEL) } as const] : []),
  ...(created && reserved.size >= created.expected ? [{ trigger: 'LINES_RESERVED' } as const] : []),
];

const hasFirst = (skus: readonly string[], all: ReadonlySet<string>): boolean => {
  const [first] = [...all].sort();
  return first !== undefined && skus.includes(first);
};

/**
 * The invocation that cancelled the order may have crashed before emitting, with its event acknowledged since: these
 * events re-emit ORDER_CANCELLED. Of many rejected lines only one does, or it would be emitted hundreds of times.
 */
export const reEmitsCancel = ({ created, rejected }: Contribution, record: Pick<SagaRecord, 'rejected'>): boolean =>
  created !== undefined || hasFirst(rejected, record.rejected);

/**
 * The step that the join of the lines leads to, if any, with its due time for the sweep. A repaired step has backed off
 * far: the next one gets a time of its own, as does a stored cancel, whose event may never have been published.
 */
export const joinStep = (record: SagaRecord, reached: Reached, dueAt: string): Step | undefined => {
  if (record.created === undefined) return undefined;
  const { status } = record.created;
  for (const { trigger, ...why } of joinOf(record)) {
    const to = targetOf(status, trigger);
    if (to === undefined) continue;
    const renewed = isWaiting(to) && (record.due?.attempts ?? 0) > 0;
    return {
      ...{ ...reached, ...why, from: [status], to },
      ...((renewed || trigger === 'ORDER_CANCEL_REQUESTED') && { dueAt }),
    };
  }
  return undefined;
};
