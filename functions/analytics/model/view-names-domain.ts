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

/** The view of a SKU's row on a day: of events that an earlier release counted. */
export const skuView = (day: string, sku: string): string => `skus|${day}|${shardOf(sku)}`;

/** The more, the more writes an order of few lines takes; the fewer, the larger a row of many SKUs is. */
const packedShards = 4;

/** The view of the packed rows that count a SKU on a day: one of {@link skuViews}. */
export const packedSkuView = (day: string, sku: string): string => `skus|${day}|${shardOf(sku) % packedShards}`;

const packedPrefix = 'hour|';
/** The packed row of an hour, with the sums of all SKUs of its view. No SKU has this name. */
export const packedRow = (at: string): string => `${packedPrefix}${at.slice(11, 13)}`;
export const isPackedRow = (row: string): boolean => row.startsWith(packedPrefix);

/** Rejected lines by SKU. */
export const rejectionView = (day: string): string => `rejections|${day}`;
/** Times at which a SKU's last unit was reserved. */
export const stockOutView = (day: string): string => `stock-outs|${day}`;
