/** Colours only support the text, which is always there. */
const kinds: Readonly<Record<string, 'good' | 'busy' | 'bad' | 'over'>> = {
  CREATED: 'busy',
  PROCESSING: 'busy',
  PAID: 'good',
  SHIPPED: 'good',
  COMPLETED: 'good',
  CANCELLED: 'over',
  PAYMENT_FAILED: 'bad',
  FAILED: 'bad',
  REFUNDED: 'over',
  RESERVED: 'busy',
  COMMITTED: 'good',
  RELEASED: 'over',
  ADJUSTED: 'good',
  REJECTED: 'bad',
  REFUSED: 'bad',
  'in time': 'good',
  behind: 'busy',
  'too late': 'bad',
  running: 'good',
  paused: 'busy',
  stopped: 'bad',
};

/** A state, of an order, a payment, a stock movement or a broker. */
export const State = ({ state }: { readonly state: string }) => (
  <span class={`state ${kinds[state] ?? 'over'}`}>{state}</span>
);
