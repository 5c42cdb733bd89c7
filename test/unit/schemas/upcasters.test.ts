import { describe, expect, it } from 'vitest';
import { schemaVersions } from '../../../schemas/generated/versions.ts';
import { upcast, upcasters } from '../../../schemas/upcasters.ts';

const eventOf = (schema_version: unknown) => ({
  type: 'RESERVE',
  steps: [],
  metadata: { source: 'test', schema_version },
});

const step = (name: string) => (event: { readonly [field: string]: unknown }) => ({
  ...event,
  steps: [...(event['steps'] as readonly string[]), name],
});

const steps = [step('1 to 2'), step('2 to 3')];

describe('upcast', () => {
  it.each([
    [1, ['1 to 2', '2 to 3']],
    [2, ['2 to 3']],
  ])('leads an event of version %i through every later version', (version, expected) => {
    expect(upcast('RESERVE', eventOf(version), steps)).toEqual({
      type: 'RESERVE',
      steps: expected,
      metadata: { source: 'test', schema_version: 3 },
    });
  });

  it.each([3, 4, 1_000_000])('takes version %i, current or not yet known, as it is', (version) => {
    const event = eventOf(version);
    expect(upcast('RESERVE', event, steps)).toBe(event);
  });

  it.each([0, -1, 1.5, '1', null, undefined])('leaves version %j to the validator', (version) => {
    const event = eventOf(version);
    expect(upcast('RESERVE', event, steps)).toBe(event);
  });

  it.each([undefined, null, 'text'])('leaves metadata %j to the validator', (metadata) => {
    const event = { type: 'RESERVE', metadata };
    expect(upcast('RESERVE', event, steps)).toBe(event);
  });

  it('leaves the event that it was given alone', () => {
    const event = eventOf(1);
    upcast('RESERVE', event, steps);
    expect(event).toEqual(eventOf(1));
  });

  it('has a step for every version but the current one, of every event', () => {
    const reached = Object.entries(upcasters).map(([type, chain]) => [type, chain.length + 1]);
    expect(Object.fromEntries(reached)).toEqual(schemaVersions);
  });
});
