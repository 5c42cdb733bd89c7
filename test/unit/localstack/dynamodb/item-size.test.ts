import { expect, it } from 'vitest';
import { itemSize } from '../../../../localstack/dynamodb/item-size.ts';

it.each([
  ['text, by its bytes in UTF-8', { name: { S: 'Zürich' } }, 4 + 7],
  ['a number, two digits a byte', { n: { N: '1234' } }, 1 + 3],
  ['a negative number', { n: { N: '-12' } }, 1 + 3],
  ['zero', { n: { N: '0' } }, 1 + 1],
  ['a truth value', { ok: { BOOL: true } }, 2 + 1],
  ['bytes', { b: { B: 'AAEC' } }, 1 + 3],
  ['a set', { s: { SS: ['ab', 'c'] } }, 1 + 3],
  ['a list', { l: { L: [{ S: 'ab' }, { NULL: true }] } }, 1 + 3 + (1 + 2) + (1 + 1)],
  ['a map', { m: { M: { at: { S: 'now' } } } }, 1 + 3 + (1 + 2 + 3)],
])('counts %s', (_, item, size) => {
  expect(itemSize(item)).toBe(size);
});
