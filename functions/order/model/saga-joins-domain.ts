import type { OrderCreated, StockRejected, StockReserved } from '../../../schemas/generated/types.ts';
import { isWaiting, type Trigger, targetOf } from './saga-domain.ts';
import type { Reached, SagaRecord, Step } from './saga-record-domain.ts';

/** Tells of an order's lines: joined with what the record knows of the others. */
export type JoinEvent = OrderCreated | StockReserved | StockRejected;

/** What the events of one order add to its record in one write. */
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

/** Names the SKUs, as many as fit the field. */
const outOfStock = (skus: ReadonlySet<string>): string => {
  const reason = `OUT_OF_STOCK: ${[...skus].sort().join(', ')}`;
  return reason.length <= reasonLength ? reason : `${reason.slice(0, reasonLength - 1)}…`;
};

/** Why an order is cancelled on request. An empty reason is none: an event may not have one. */
export const asked = ({ reason, actor }: { readonly reason?: string; readonly actor?: string }) => ({
  reason: reason || 'CANCEL_REQUESTED',
  ...(actor !== undefined && { actor }),
});

interface Joined {
  readonly trigger: Trigger;
  readonly reason?: string;
  readonly actor?: string;
}

/**
 * What the record as it stands asks for, the gravest first. A cancel that is stored is as good as its event, which may have
 * been before ORDER_CREATED in the partition, where it moved nothing.
 */
const joinOf = ({ created, reserved, rejected, requests }: SagaRecord): readonly Joined[] => [
  ...(rejected.size > 0 ? [{ trigger: 'LINE_REJECTED', reason: outOfStock(rejected) } as const] : []),
  ...(requests.CANCEL ? [{ trigger: 'ORDER_CANCEL_REQUESTED', ...asked(requests.CANCEL) } as const] : []),
  ...(created && reserved.size >= created.expected ? [{ trigger: 'LINES_RESERVED' } as const] : []),
];

const hasFirst = (skus: readonly string[], all: ReadonlySet<string>): boolean => {
  const [first] = [...all].sort();
  return first !== undefined && skus.includes(first);
};

/**
 * Whether these events have to say that the order is cancelled, whoever cancelled it by what he found in the record: he may have
 * died before he spoke, and his own event may be acknowledged long since. Of many lines that were refused one says it: all of
 * them would say it hundreds of times.
 */
export const answersForCancel = ({ created, rejected }: Contribution, record: Pick<SagaRecord, 'rejected'>): boolean =>
  created !== undefined || hasFirst(rejected, record.rejected);

/**
 * The step that the join of the lines asks for, if any; what the sweep is to look after is due at `dueAt`. A step that was
 * repaired has pushed its time far ahead: the next one gets its own. A cancel that is stored may never have been said: whoever
 * makes it may be the only one to know of it, and die before he speaks.
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
