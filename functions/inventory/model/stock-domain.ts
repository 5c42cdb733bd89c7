/** Units of one SKU. Always: initial stock + adjusted = available + reserved + sold, none of the three negative. */
export interface Stock {
  readonly sku: string;
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
  /** Sum of all adjustments applied. */
  readonly adjusted: number;
  /** Number of outcomes so far: dense, so that consumers of the stream detect a gap. */
  readonly version: number;
}

/** RESERVED → COMMITTED → RELEASED (sold units returned) or RESERVED → RELEASED; all others are final at once. */
export type ReservationState = 'RESERVED' | 'REJECTED' | 'COMMITTED' | 'RELEASED' | 'ADJUSTED' | 'REFUSED';

/** The first outcome of a command: kept for ever, never changed. */
export interface Outcome {
  /** The order, or the adjustment's own id. */
  readonly owner: string;
  readonly sku: string;
  readonly state: ReservationState;
  /** Units of the command; zero for a release without a reservation. */
  readonly qty: number;
  /** Of the SKU, after it. */
  readonly version: number;
  /** Of the SKU, after it. */
  readonly available: number;
  /** RFC 3339 UTC with milliseconds. */
  readonly at: string;
  /** When its order was placed; unknown for an adjustment, and where a command of an earlier release led to it. */
  readonly orderedAt?: string;
  /** Reason of the release or adjustment, if it has one. */
  readonly reason?: string;
  /** Actor of the adjustment, if known. */
  readonly actor?: string;
}

/** The outcomes of one SKU's line of an order, or of one adjustment. */
export type Reservation = Readonly<Partial<Record<ReservationState, Outcome>>>;

export const emptyStock = (sku: string): Stock => ({
  sku,
  available: 0,
  reserved: 0,
  sold: 0,
  adjusted: 0,
  version: 0,
});

const latestFirst: readonly ReservationState[] = [
  'RELEASED',
  'COMMITTED',
  'RESERVED',
  'REJECTED',
  'ADJUSTED',
  'REFUSED',
];

/** The latest outcome of a reservation. */
export const latestOf = (reservation: Reservation): Outcome | undefined =>
  latestFirst.map((state) => reservation[state]).find((outcome) => outcome !== undefined);

/** Units that a step moves. A release returns units according to the state that it leaves: none for a tombstone. */
export const moved = (
  { available, reserved, sold, adjusted }: Stock,
  qty: number,
  from: ReservationState | undefined,
  to: ReservationState,
): Partial<Stock> => {
  switch (to) {
    case 'RESERVED':
      return { available: available - qty, reserved: reserved + qty };
    case 'COMMITTED':
      return { reserved: reserved - qty, sold: sold + qty };
    case 'RELEASED':
      if (from === 'RESERVED') return { available: available + qty, reserved: reserved - qty };
      if (from === 'COMMITTED') return { available: available + qty, sold: sold - qty };
      return {};
    case 'ADJUSTED':
      return { available: available + qty, adjusted: adjusted + qty };
    case 'REJECTED':
    case 'REFUSED':
      return {};
  }
};
