/** The partition of an order's events. A hint: it may be out of date, and is unknown before the first send. */
export interface Partitions {
  of(orderId: string): { readonly partition: number; readonly writable: boolean } | undefined;
}

interface IdPorts {
  readonly partitions: Partitions;
  readonly newId: () => string;
}

/** With three of ten partitions refusing, all of these miss once in eight hundred million orders. */
const tries = 17;

/**
 * An order id whose partition is writable: a partition with too few in-sync replicas may stay unwritable for any time.
 * If none is found, or nothing is known, any id, and Kafka decides.
 */
export const writableId = ({ partitions, newId }: IdPorts, refused: ReadonlySet<number>): string => {
  let id = newId();
  for (let tried = 1; tried < tries; tried += 1) {
    const place = partitions.of(id);
    if (place === undefined || (place.writable && !refused.has(place.partition))) return id;
    id = newId();
  }
  return id;
};
