/** Units of one SKU. Always: initial stock + adjusted = available + reserved + sold, none of the three negative. */
export interface Stock {
  readonly sku: string;
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
  /** Sum of all adjustments applied. */
  readonly adjusted: number;
  /** Number of outcomes so far: dense, so that a reader of the stream knows when it has missed one. */
  readonly version: number;
}

/** RESERVED → COMMITTED → RELEASED (sold back) or RESERVED → RELEASED; all others final from the start. */
export type ReservationState = 'RESERVED' | 'REJECTED' | 'COMMITTED' | 'RELEASED' | 'ADJUSTED' | 'REFUSED';

/** What a command came to, as it was said the first time: kept for ever, never changed. */
export interface Outcome {
  /** The order, or the adjustment's own id. */
  readonly owner: string;
  readonly sku: string;
  readonly state: ReservationState;
  /** Units it is about; none where a release found nothing to give back. */
  readonly qty: number;
  /** Of the SKU, after it. */
  readonly version: number;
  /** Of the SKU, after it. */
  readonly available: number;
  /** RFC 3339 UTC with milliseconds. */
  readonly at: string;
  /** Why it was released or adjusted, where that was said. */
  readonly reason?: string;
  /** Who asked for the adjustment, where that was said. */
  readonly actor?: string;
}

/** One SKU's line of an order, or one adjustment of its stock: the outcomes it has had. */
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

/** The outcome that a reservation came to last. */
export const latestOf = (reservation: Reservation): Outcome | undefined =>
  latestFirst.map((state) => reservation[state]).find((outcome) => outcome !== undefined);

/** Units that a step moves. What a release gives back depends on where it comes from: nothing, for a tombstone. */
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
