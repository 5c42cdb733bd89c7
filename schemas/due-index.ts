/**
 * The index of a table whose items wait for their time: sparse, an item is in it as long as it has both attributes. Named
 * here because the stack creates it and the functions ask it.
 */
export const dueIndex = { name: 'due', partitionKey: 'due_shard', sortKey: 'due_at' } as const;

const movedPrefix = 'moved/';

/** Where the index has payments that wait for nothing, by the hour in which their money moved, for comparison with the gateway. */
export const movedShard = (hour: string, shard: string): string => `${movedPrefix}${hour}/${shard}`;

/** Whether an item is in the index by the time of its money's movement: it is not due. */
export const isMovedShard = (due_shard: unknown): boolean =>
  typeof due_shard === 'string' && due_shard.startsWith(movedPrefix);
