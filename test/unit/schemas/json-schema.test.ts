import { describe, expect, it } from 'vitest';
import { meaningOf, withoutImpliedTypes } from '../../../schemas/json-schema.ts';

describe('a type that listed values have anyway', () => {
  it.each([
    [{ type: 'string', const: 'x' }, { const: 'x' }],
    [{ type: 'boolean', enum: [true] }, { enum: [true] }],
    [
      { type: 'integer', not: { type: 'integer', const: 0 } },
      { type: 'integer', not: { const: 0 } },
    ],
    [{ properties: { type: { type: 'string', enum: ['a', 'b'] } } }, { properties: { type: { enum: ['a', 'b'] } } }],
    [
      { type: 'array', items: { type: 'null', const: null } },
      { type: 'array', items: { const: null } },
    ],
  ])('demands nothing: %j', (schema, same) => {
    expect(withoutImpliedTypes(schema)).toEqual(same);
    expect(meaningOf(schema)).toEqual(meaningOf(same));
  });

  it.each([
    [{ type: 'integer', const: 'x' }],
    [{ type: 'string', enum: ['x', null] }],
    [{ type: 'string', maxLength: 3 }],
  ])('stays where it demands something: %j', (schema) => {
    expect(withoutImpliedTypes(schema)).toEqual(schema);
  });
});
