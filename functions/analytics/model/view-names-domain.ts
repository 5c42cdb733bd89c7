/** What is counted by the minute and the day. */
export type Subject = 'orders' | 'payments' | 'notifications';

/** Days, one below the other, so that a stretch of them is one query. */
export const daysOf = (subject: Subject): string => `${subject}|days`;
/** The minutes of a day. */
export const minutesOf = (subject: Subject, day: string): string => `${subject}|${day}`;

/** One partition of DynamoDB takes a thousand writes a second, and SKUs are most of them. */
const skuShards = 8;
export const skuViews = (day: string): readonly string[] =>
  Array.from({ length: skuShards }, (_, shard) => `skus|${day}|${shard}`);
const shardOf = (sku: string): number => [...sku].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % skuShards;

/** The view that a SKU's row of a day is in. */
export const skuView = (day: string, sku: string): string => `skus|${day}|${shardOf(sku)}`;

/** Of SKUs too few for an order's line. */
export const rejectionView = (day: string): string => `rejections|${day}`;
/** Of SKUs of which the last unit was taken. */
export const stockOutView = (day: string): string => `stock-outs|${day}`;
