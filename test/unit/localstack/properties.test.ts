import { describe, expect, it } from 'vitest';
import { PropertyReader } from '../../../localstack/event-source/config/property-reader.ts';
import { Properties, PropertyError } from '../../../localstack/properties.ts';

const read = (value: unknown) => new Properties({ Key: value });

describe('a property of a template', () => {
  it.each<[string, unknown, (properties: Properties) => unknown, string]>([
    ['a string', [], (p) => p.string('Key'), 'property Key must be a string, got []'],
    [
      'a string of a list',
      'c',
      (p) => p.string('Key', { oneOf: ['a', 'b'] }),
      'property Key must be one of a, b, got "c"',
    ],
    [
      'a string of a form',
      'A',
      (p) => p.string('Key', { pattern: /^[a-z]+$/ }),
      'property Key must match ^[a-z]+$, got "A"',
    ],
    ['a missing string', null, (p) => p.string('Key'), 'property Key is required'],
    [
      'a choice',
      'SIDEWAYS',
      (p) => p.oneOf('Key', ['UP', 'DOWN'], 'UP'),
      'property Key "SIDEWAYS" is not supported locally (supported: UP, DOWN)',
    ],
    ['a boolean', 'yes', (p) => p.boolean('Key'), 'property Key must be true or false, got "yes"'],
    ['a number', 'many', (p) => p.number('Key'), 'property Key must be a number, got "many"'],
    [
      'a whole number',
      11,
      (p) => p.integer('Key', { min: 0, max: 10, also: -1 }),
      'property Key must be a whole number from 0 to 10, or -1, got 11',
    ],
    ['a list', {}, (p) => p.list('Key'), 'property Key must be a list, got {}'],
    ['a list of strings', ['a', 1], (p) => p.strings('Key'), 'property Key[1] must be a string, got 1'],
    ['an object', 'a', (p) => p.record('Key'), 'property Key must be an object, got "a"'],
    ['a list of objects', [{}, []], (p) => p.records('Key'), 'property Key[1] must be an object, got []'],
    ['a map of objects', { a: 1 }, (p) => p.recordMap('Key'), 'property Key.a must be an object, got 1'],
    ['a map of strings', { a: [] }, (p) => p.stringMap('Key'), 'property Key.a must be a string, got []'],
    ['what is not supported', 1, (p) => p.refuse('Other', 'Key'), 'property Key is not supported locally'],
    ['what is not known', 1, (p) => p.allowOnly(['Other']), 'property Key is not a property the local platform knows'],
  ])('is refused with its name, what is expected and what was found: %s', (_, value, use, message) => {
    expect(() => use(read(value))).toThrow(PropertyError);
    expect(() => use(read(value))).toThrow(message);
  });

  it('is named by its path', () => {
    const properties = new Properties({ Target: [{ Retry: { Attempts: 'x' } }] });
    const [target] = properties.records('Target');
    expect(() => target?.record('Retry')?.number('Attempts')).toThrow(
      'property Target[0].Retry.Attempts must be a number',
    );
  });

  it('is shown no further than needed', () => {
    expect(() => read(['x'.repeat(1_000)]).string('Key')).toThrow(/^property Key must be a string, got \["x{198}…$/);
  });

  it('may be a number or a boolean in a string, as in CloudFormation', () => {
    expect(read('3').number('Key')).toBe(3);
    expect(read('3').integer('Key', { min: 1, max: 5 })).toBe(3);
    expect(read('true').boolean('Key')).toBe(true);
    expect(read(3).string('Key')).toBe('3');
    expect(read({ a: 1, b: true }).stringMap('Key')).toEqual({ a: '1', b: 'true' });
  });

  it('may be absent', () => {
    for (const absent of [undefined, null]) {
      const properties = read(absent);
      expect([properties.optionalString('Key'), properties.number('Key'), properties.record('Key')]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
      expect([properties.list('Key'), properties.stringMap('Key')]).toEqual([[], {}]);
    }
  });
});

it('names the rule of an event source mapping beside property, expectation and value', () => {
  const reader = new PropertyReader({ ProvisionedPollerConfig: { MinimumPollers: 0 } });
  const pollers = reader.object('ProvisionedPollerConfig', 'A8');
  expect(() => pollers?.integer('MinimumPollers', { rule: 'A8', min: 1, max: 200 })).toThrow(
    'ProvisionedPollerConfig.MinimumPollers: must be a whole number from 1 to 200, got 0 (event source mapping rule A8)',
  );
});
