import { expect, it } from 'vitest';
import { assertEventSize, assertRequestSize } from '../../../../localstack/lambda/payload-limits.ts';

it('counts the bytes of a request, not its characters', () => {
  const limit = 6 * 1024 * 1024;
  expect(() => assertRequestSize('x'.repeat(limit))).not.toThrow();
  expect(() => assertRequestSize('x'.repeat(limit + 1))).toThrow('Request must be smaller than 6291456 bytes');
  expect(() => assertRequestSize('é'.repeat(limit / 2 + 1))).toThrow('Request must be smaller than 6291456 bytes');
});

it('takes no more than 1 MB for later', () => {
  expect(() => assertEventSize('x'.repeat(1024 * 1024))).not.toThrow();
  expect(() => assertEventSize('x'.repeat(1024 * 1024 + 1))).toThrow(
    '1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)',
  );
});
