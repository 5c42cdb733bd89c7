import { createRequire } from 'node:module';
import { expect, it } from 'vitest';

const { gte } = createRequire(import.meta.url)('../../../patches/semver-gte.cjs') as {
  readonly gte: (version: string, least: string) => boolean;
};

it.each([
  ['24.21.0', '8.0.0', true],
  ['8.0.0', '8.0.0', true],
  ['2.7.15', '2.7.15', true],
  ['2.7.14', '2.7.15', false],
  ['2.10.0', '2.7.15', true],
  ['7.99.99', '8.0.0', false],
  ['24.0.0-nightly', '8.0.0', true],
])('%s is at least %s: %s', (version, least, expected) => {
  expect(gte(version, least)).toBe(expected);
});
