/**
 * A value that fulfils each pattern of the vocabulary. An error names it in place of the pattern, which people cannot read:
 * keyed by the pattern, since that is what a violation states.
 */
export const patternExamples: Readonly<Record<string, string>> = {
  '^[A-Za-z0-9][A-Za-z0-9._-]*$': '85123A',
  '^[A-Z]{3}$': 'EUR',
  '^[!-~]+$': 'ada-1815',
  '^\\+[1-9]\\d{6,14}$': '+35312345678',
  '^[A-Za-z0-9_.-]+$': 'tok_approve',
  '^[^\\u0000-\\u001f\\u007f]+$': 'moves house in May',
};
