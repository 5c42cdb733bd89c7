/**
 * An integer of any size: a number within the safe integers, a bigint beyond them, as DynamoDB's document client reads and
 * writes numbers. DynamoDB stores 38 digits.
 */
export type Count = number | bigint;

const exactly = (count: bigint): Count => {
  const number = Number(count);
  return Number.isSafeInteger(number) ? number : count;
};

/** The sum, without loss. */
export const plus = (a: Count, b: Count): Count => {
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a + b)) return a + b;
  return exactly(BigInt(a) + BigInt(b));
};

/** The product, without loss. */
export const times = (a: Count, b: Count): Count => exactly(BigInt(a) * BigInt(b));
