/** Subjects that are counted by minute and by day. */
export type Subject = 'orders' | 'payments' | 'notifications';

/** All days in one view, so that a range of them is one query. */
export const daysOf = (subject: Subject): string => `${subject}|days`;
/** The minutes of a day. */
export const minutesOf = (subject: Subject, day: string): string => `${subject}|${day}`;

/** One DynamoDB partition accepts a thousand writes a second, and most are of SKUs. */
const skuShards = 8;
export const skuViews = (day: string): readonly string[] =>
  Array.from({ length: skuShards }, (_, shard) => `skus|${day}|${shard}`);
const shardOf = (sku: string): number => [...sku].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % skuShards;

/** The view of a SKU's row on a day. */
export const skuView = (day: string, sku: string): string => `skus|${day}|${shardOf(sku)}`;

/** Rejected lines by SKU. */
export const rejectionView = (day: string): string => `rejections|${day}`;
/** Times at which a SKU's last unit was reserved. */
export const stockOutView = (day: string): string => `stock-outs|${day}`;
