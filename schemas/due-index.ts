/**
 * The index of a table whose items wait for their time: sparse, an item is in it as long as it has both attributes. Named
 * here because the stack creates it and the functions ask it.
 */
export const dueIndex = { name: 'due', partitionKey: 'due_shard', sortKey: 'due_at' } as const;
