/**
 * The index of a table whose items become due: sparse, an item is in it as long as it has both attributes. Named here because
 * the stack creates it and the functions query it.
 */
export const dueIndex = { name: 'due', partitionKey: 'due_shard', sortKey: 'due_at' } as const;

const movedPrefix = 'moved/';

/** Payments that are not due are indexed by the hour in which their money moved, for comparison with the gateway. */
export const movedShard = (hour: string, shard: string): string => `${movedPrefix}${hour}/${shard}`;

/** Whether an item is indexed by the time of its money's movement: it is not due. */
export const isMovedShard = (due_shard: unknown): boolean =>
  typeof due_shard === 'string' && due_shard.startsWith(movedPrefix);
