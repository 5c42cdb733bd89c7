declare global {
  /** ECMAScript 2026, in Node since 22; TypeScript’s library does not have it yet. */
  interface JSON {
    rawJSON(text: string): unknown;
  }
}

/**
 * JSON with exact integers of any size: JSON has no limit, only parsers that convert all numbers to doubles. Integers beyond the
 * safe ones are bigints.
 */
export const exactJson = (value: unknown, space?: number): string =>
  JSON.stringify(
    value,
    (_name, member: unknown) => (typeof member === 'bigint' ? JSON.rawJSON(String(member)) : member),
    space,
  );

const wholeNumber = /^-?\d+$/;

/** @throws {SyntaxError} */
export const parseExactJson = (text: string): unknown =>
  JSON.parse(text, (_name: string, member: unknown, context?: { readonly source?: string }) => {
    const { source = '' } = context ?? {};
    const isRounded = typeof member === 'number' && !Number.isSafeInteger(member) && wholeNumber.test(source);
    return isRounded ? BigInt(source) : member;
  });
