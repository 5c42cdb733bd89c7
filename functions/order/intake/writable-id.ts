/** Where events of orders go. A hint: it may be out of date, and is unknown before anything was sent. */
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
 * An order id whose partition takes records: of a partition with too few replicas in sync, nobody knows when it will again.
 * Where none is found, or nothing is known, any id, and Kafka decides.
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
