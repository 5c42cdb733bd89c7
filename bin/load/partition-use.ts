/** The offset after the last record of a partition. */
export interface PartitionEnd {
  readonly topic: string;
  readonly partition: number;
  readonly end: number;
}

export interface PartitionUse {
  readonly topic: string;
  readonly partitions: number;
  /** Partitions that got a record. */
  readonly used: number;
  readonly records: number;
  /** The partition with the most records, and its share of all; absent where there is no record. */
  readonly hottest?: { readonly partition: number; readonly share: number };
  /** How many times the records of an even spread the hottest partition has. */
  readonly skew?: number;
}

const round = (n: number): number => Number(n.toFixed(4));

/** What each topic received between two readings of its ends. */
export const partitionUse = (
  before: readonly PartitionEnd[],
  after: readonly PartitionEnd[],
): readonly PartitionUse[] => {
  const nameOf = ({ topic, partition }: PartitionEnd): string => `${topic}-${partition}`;
  const starts = new Map(before.map((one) => [nameOf(one), one.end]));
  return [...Map.groupBy(after, ({ topic }) => topic)].map(([topic, ends]) => {
    const received = ends.map((one) => ({
      partition: one.partition,
      records: Math.max(0, one.end - (starts.get(nameOf(one)) ?? 0)),
    }));
    const records = received.reduce((sum, one) => sum + one.records, 0);
    const counts = { topic, partitions: ends.length, used: received.filter((one) => one.records > 0).length, records };
    if (records === 0) return counts;
    const most = received.reduce((hottest, one) => (one.records > hottest.records ? one : hottest));
    const share = most.records / records;
    return {
      ...counts,
      hottest: { partition: most.partition, share: round(share) },
      skew: round(share * ends.length),
    };
  });
};

export interface SkuShare {
  readonly sku: string;
  readonly lines: number;
  /** Of all lines. */
  readonly share: number;
}

/** The SKUs with the most lines. */
export const hottestSkus = (orders: readonly { readonly skus: readonly string[] }[], most: number): SkuShare[] => {
  const lines = new Map<string, number>();
  let all = 0;
  for (const { skus } of orders) {
    all += skus.length;
    for (const sku of skus) lines.set(sku, (lines.get(sku) ?? 0) + 1);
  }
  return [...lines]
    .map(([sku, count]) => ({ sku, lines: count, share: round(count / all) }))
    .sort((a, b) => b.lines - a.lines || (a.sku < b.sku ? -1 : 1))
    .slice(0, most);
};
