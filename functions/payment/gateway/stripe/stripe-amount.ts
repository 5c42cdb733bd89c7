/**
 * Stripe's smallest unit is ISO 4217's minor unit except for these. It takes ISK and UGX, which have no minor unit, in
 * hundredths (whole units only), and ariary as if it had none. https://docs.stripe.com/currencies
 */
const hundredths: ReadonlySet<string> = new Set(['ISK', 'UGX']);
const wholeUnits: ReadonlySet<string> = new Set(['MGA']);
/** Three decimals, the last of which must be zero. */
const thousandths: ReadonlySet<string> = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** Stripe's amount; undefined if it would have to be rounded. */
export const toStripe = (amount: number, currency: string): number | undefined => {
  if (hundredths.has(currency)) return Number.isSafeInteger(amount * 100) ? amount * 100 : undefined;
  const divisor = wholeUnits.has(currency) ? 100 : thousandths.has(currency) ? 10 : 1;
  if (amount % divisor !== 0) return undefined;
  return wholeUnits.has(currency) ? amount / divisor : amount;
};

/** Stripe's amount in the currency's minor unit. @param currency as Stripe writes it, in lower case. */
export const fromStripe = (
  amount: number,
  currency: string,
): { readonly amount: number; readonly currency: string } => {
  const code = currency.toUpperCase();
  if (hundredths.has(code)) return { amount: amount / 100, currency: code };
  return { amount: wholeUnits.has(code) ? amount * 100 : amount, currency: code };
};
