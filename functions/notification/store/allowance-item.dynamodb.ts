import { dueAttributes } from '../../shared/runtime/dynamodb/due-work.ts';
import type { Allowance } from '../model/allowance-domain.ts';
import type { Change } from '../model/ports.ts';

/** The key of a user's allowance. The item is in the due index while the user has a queue. */
export const allowanceKey = (userId: string) => ({ user_id: userId, item: 'allowance' });

const keptSeconds = 86_400;

/** A full bucket equals a missing item, so that it expires; one with a queue does not. */
const allowanceItem = (userId: string, { full_at, version, queue }: Allowance) => ({
  ...allowanceKey(userId),
  full_at,
  version,
  ...(queue
    ? { last_due_at: queue.last_due_at, ...dueAttributes(userId, new Date(queue.wake_at).toISOString()) }
    : { expires_at: Math.ceil(full_at / 1_000) + keptSeconds }),
});

export interface AllowanceItem {
  readonly full_at: number;
  readonly version: number;
  readonly last_due_at?: number;
  readonly due_at?: string;
}

export const allowanceOf = ({ full_at, version, last_due_at, due_at }: AllowanceItem): Allowance => ({
  full_at,
  version,
  ...(last_due_at !== undefined && due_at !== undefined && { queue: { wake_at: Date.parse(due_at), last_due_at } }),
});

/** Puts the new item on the condition that it is unchanged since it was read. */
export const putOf = (table: string, userId: string, { before, after }: Change) => ({
  TableName: table,
  Item: allowanceItem(userId, after),
  ...(before.version === 0
    ? { ConditionExpression: 'attribute_not_exists(user_id)' }
    : {
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': before.version },
      }),
});
