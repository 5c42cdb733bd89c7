/**
 * A decimal number of pounds in whole pence, half a penny rounded up in size: 1.005 is 101. By its digits: binary fractions
 * would make it 100.
 * @returns undefined for what is no decimal number, or beyond the safe integers.
 */
export const penceOf = (pounds: string): number | undefined => {
  const [, sign, whole, fraction = ''] = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(pounds) ?? [];
  if (whole === undefined) return undefined;
  const [tens = '0', ones = '0', next = '0'] = fraction;
  const pence = Number(`${whole}${tens}${ones}`) + (next >= '5' ? 1 : 0);
  if (!Number.isSafeInteger(pence)) return undefined;
  return sign === '-' && pence !== 0 ? -pence : pence;
};
