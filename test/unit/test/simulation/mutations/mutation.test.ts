import { describe, expect, it } from 'vitest';
import { type Change, never, setProperty } from '../../../../simulation/mutations/change/change.ts';
import { ifTesting } from '../../../../simulation/mutations/change/select.ts';
import { mutated } from '../../../../simulation/mutations/mutation.ts';

const source = `
export const decide = (stock) => {
  if (stock.qty < 0) return 'REFUSED';
  return { state: 'TAKEN', of: { state: stock.state } };
};
class Stocks { find(sku) { return { sku }; } }
`;
const mutation = (symbol: string, change: Change) => ({ name: 'some', file: 'some.ts', symbol, change, about: '' });
const guard = never(ifTesting('qty'));

describe('mutated', () => {
  it('changes the symbol', () => {
    expect(mutated(source, mutation('decide', guard))).toContain(`if (((stock.qty < 0), false)) return 'REFUSED';`);
    expect(mutated(source, mutation('Stocks.find', setProperty('sku', '0')))).toContain('return { sku: 0 };');
  });

  it.each([
    ['formatting', source.replace(`return 'REFUSED'`, `{\n    return 'REFUSED'\n  }`)],
    ['a renamed variable', source.replaceAll('stock', 'found')],
    ['a moved line', `const first = 1;\n${source.replace('if (', 'const sku = stock.sku;\n  if (')}`],
  ])('does not depend on %s', (_, refactored) => {
    const changed = mutated(refactored, mutation('decide', guard));
    expect(changed).toMatch(/if \(\(\((stock|found)\.qty < 0\), false\)\)/);
  });

  it.each([
    ['no symbol', 'take', guard, '0 declarations of "take"'],
    ['no member', 'Stocks.take', guard, '0 declarations of "take" for the symbol "Stocks.take"'],
    ['no place', 'decide', never(ifTesting('version')), 'No place matches: if testing version'],
    ['several places', 'decide', setProperty('state', '0'), '2 places match: property state'],
    ['no part', 'decide', setProperty('of', '$other'), 'There is no $other'],
  ])('refuses a row with %s', (_, symbol, change, message) => {
    const failing = () => mutated(source, mutation(symbol, change));
    expect(failing).toThrow(RangeError);
    expect(failing).toThrow(message);
    expect(failing).toThrow(`Mutation "some" of ${symbol} in some.ts`);
  });
});
