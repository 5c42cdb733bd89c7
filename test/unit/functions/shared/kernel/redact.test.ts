import { expect, it } from 'vitest';
import { redact } from '../../../../../functions/shared/kernel/redact.ts';

it.each([
  ['the address ada@example.org is taken', 'the address *** is taken'],
  ['call +35312345678 now', 'call *** now'],
  ['4242424242424242 declined', '*** declined'],
  ['\u001b[2Jgone\n', '\uFFFD[2Jgone\uFFFD'],
  ['6f0cdd0f-3f0b-5d43-9f0e-1c7f7f6c1a11', '6f0cdd0f-3f0b-5d43-9f0e-1c7f7f6c1a11'],
  ['/metadata/schema_version must be <= 1', '/metadata/schema_version must be <= 1'],
])('%j becomes %j', (text, expected) => {
  expect(redact(text, 100)).toBe(expected);
});

it('removes the text that the parser quotes', () => {
  for (const text of ['tok_secret', '{"payment_token":"tok_secret" "x"}', `${' '.repeat(50)}{"a":tok_secret}`]) {
    try {
      JSON.parse(text);
      expect.unreachable();
    } catch (thrown) {
      expect(redact(`The value is not JSON in UTF-8: ${String(thrown)}`, 512)).not.toMatch(/secret|token"/);
    }
  }
});

it('truncates to the limit', () => {
  expect(redact('x'.repeat(20), 7)).toBe('x'.repeat(7));
});
