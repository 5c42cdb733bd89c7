/** An order from outside: its client's request and the reply. Amounts in the minor unit. */
interface AcceptedOrder {
  readonly orderId: string;
  readonly amount: number;
  readonly lines: ReadonlyMap<string, number>;
}

export interface Charge {
  readonly orderId: string;
  readonly amount: number;
}

/** A fact that notifies the customer, and how often it did. */
export interface RecordedFact {
  readonly eventId: string;
  readonly times: number;
}

/** Units of one SKU in the stock table. */
export interface StockLevel {
  readonly sku: string;
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
}

/** Everything that the invariants are checked against, each from its own source: the client, a topic, a table, the gateway. */
export interface Evidence {
  readonly accepted: readonly AcceptedOrder[];
  /** Ids of the orders announced on `orders.created`. */
  readonly announced: ReadonlySet<string>;
  /** Status by order id, of the orders table. */
  readonly statuses: ReadonlyMap<string, string>;
  /** Money that moved, by the gateway's own ledger. */
  readonly charges: readonly Charge[];
  /** Money that moved back, by the same ledger. */
  readonly refunds: readonly Charge[];
  /** Orders whose charge or refund has an unknown outcome in the payments table. */
  readonly openPayments: number;
  /** Facts that notify a customer, with the number of messages in the mailbox or scheduled. */
  readonly facts: readonly RecordedFact[];
  readonly stock: readonly StockLevel[];
  /** Units of each SKU before the first order. */
  readonly initialStock: ReadonlyMap<string, number>;
}

/** Each is zero when the ledgers balance. */
export interface Invariants {
  /** Acknowledged orders that are not in the topic or have no status. */
  readonly lostOrders: number;
  /** Orders charged more than once. */
  readonly doubleCharges: number;
  /** Orders of which charged − refunded is not the amount of the reply if they are PAID, and zero if not. */
  readonly wrongCharges: number;
  /** Payments with an unknown outcome. */
  readonly openPayments: number;
  /** Facts without a notification, and notifications beyond the first. */
  readonly wrongNotifications: number;
  /** Units by which initial stock differs from available + reserved + sold, and sold from what PAID orders took. */
  readonly stockDrift: number;
  /** SKUs of which more was sold or promised than there was. */
  readonly oversold: number;
}

/** States that keep the money and the goods. */
const keepingStates: ReadonlySet<string> = new Set(['PAID', 'SHIPPED', 'COMPLETED']);
/** States that an order leaves without a request. */
const moving: ReadonlySet<string> = new Set(['CREATED', 'PROCESSING']);

export const isFinished = (status: string | undefined): boolean => status !== undefined && !moving.has(status);

/** The order keeps the money and the goods. */
export const isPaid = (status: string | undefined): boolean => status !== undefined && keepingStates.has(status);

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, n) => total + n, 0);

const add = (totals: Map<string, number>, key: string, n: number): void => {
  totals.set(key, (totals.get(key) ?? 0) + n);
};

const checkCharges = ({
  accepted,
  statuses,
  charges,
  refunds,
}: Evidence): Pick<Invariants, 'doubleCharges' | 'wrongCharges'> => {
  const times = new Map<string, number>();
  const charged = new Map<string, number>();
  for (const { orderId, amount } of charges) {
    add(times, orderId, 1);
    add(charged, orderId, amount);
  }
  for (const { orderId, amount } of refunds) add(charged, orderId, -amount);
  const expected = new Map(
    accepted.map(({ orderId, amount }) => [orderId, keepingStates.has(statuses.get(orderId) ?? '') ? amount : 0]),
  );
  const orders = new Set([...expected.keys(), ...charged.keys()]);
  return {
    doubleCharges: [...times.values()].filter((n) => n > 1).length,
    wrongCharges: [...orders].filter((id) => (charged.get(id) ?? 0) !== (expected.get(id) ?? 0)).length,
  };
};

const checkStock = ({
  accepted,
  statuses,
  stock,
  initialStock,
}: Evidence): Pick<Invariants, 'stockDrift' | 'oversold'> => {
  const taken = new Map<string, number>();
  const promised = new Map<string, number>();
  for (const { orderId, lines } of accepted) {
    const status = statuses.get(orderId) ?? '';
    for (const [sku, qty] of lines) {
      if (keepingStates.has(status)) add(taken, sku, qty);
      else if (moving.has(status)) add(promised, sku, qty);
    }
  }
  const levels = new Map(stock.map((level) => [level.sku, level]));
  const skus = new Set([...levels.keys(), ...initialStock.keys()]);
  const drift = (sku: string): number => {
    const { available = 0, reserved = 0, sold = 0 } = levels.get(sku) ?? {};
    const total = Math.abs((initialStock.get(sku) ?? 0) - available - reserved - sold);
    const unexplained = Math.abs(sold - (taken.get(sku) ?? 0));
    // An order in progress may hold its lines or not yet; a finished one holds nothing.
    const heldInExcess = Math.max(0, reserved - (promised.get(sku) ?? 0));
    return total + unexplained + heldInExcess;
  };
  const isOversold = (level: StockLevel): boolean =>
    level.available < 0 ||
    level.reserved < 0 ||
    level.sold < 0 ||
    level.sold + level.reserved > (initialStock.get(level.sku) ?? 0);
  return { stockDrift: sum([...skus].map(drift)), oversold: stock.filter(isOversold).length };
};

/** Checks the ledgers without any code of the services. */
export const checkInvariants = (evidence: Evidence): Invariants => ({
  lostOrders: evidence.accepted.filter(
    ({ orderId }) => !evidence.announced.has(orderId) || !evidence.statuses.has(orderId),
  ).length,
  ...checkCharges(evidence),
  openPayments: evidence.openPayments,
  wrongNotifications: evidence.facts.reduce((sum, { times }) => sum + Math.abs(times - 1), 0),
  ...checkStock(evidence),
});

export const isBalanced = (invariants: Invariants): boolean => Object.values(invariants).every((n) => n === 0);
