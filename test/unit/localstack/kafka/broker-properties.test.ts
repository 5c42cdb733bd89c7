import { expect, test } from 'vitest';
import { parseProperties } from '../../../../localstack/kafka/broker-properties.ts';

test('reads names and values, without comments and blank lines', () => {
  expect(parseProperties('# brokers\na.b=1\n\n  c = x=y \n')).toEqual([
    ['a.b', '1'],
    ['c', 'x=y'],
  ]);
});

test('names a line that is neither', () => {
  expect(() => parseProperties('a=1\nnonsense')).toThrow('"nonsense" in ServerProperties');
});
