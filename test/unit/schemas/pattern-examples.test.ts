import { expect, it } from 'vitest';
import { definitions, httpContracts } from '../../../schemas/contracts.ts';
import { isObject } from '../../../schemas/json-schema.ts';
import { patternExamples } from '../../../schemas/pattern-examples.ts';

const patternsIn = (value: unknown): readonly string[] =>
  Array.isArray(value)
    ? value.flatMap(patternsIn)
    : isObject(value)
      ? Object.entries(value).flatMap(([name, part]) =>
          name === 'pattern' && typeof part === 'string' ? [part] : patternsIn(part),
        )
      : [];

it('every pattern that a request may violate has an example, which fulfils it', () => {
  const requests = httpContracts.filter(({ typeName }) => typeName.endsWith('Request'));
  const referenced = new Set(
    [...JSON.stringify(requests.map(({ schema }) => schema)).matchAll(/definitions\/(\w+)/g)].map(([, name]) => name),
  );
  const used = Object.entries(definitions).filter(([name]) => referenced.has(name));
  const patterns = [...requests.map(({ schema }) => schema), ...used.map(([, schema]) => schema)].flatMap(patternsIn);
  expect(patterns.length).toBeGreaterThan(4);
  for (const pattern of patterns) expect(patternExamples[pattern], pattern).toMatch(new RegExp(pattern, 'u'));
  expect(Object.keys(patternExamples).filter((pattern) => !patterns.includes(pattern))).toEqual([]);
});
