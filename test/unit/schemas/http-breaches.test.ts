import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../schemas/documents/openapi.ts';
import { breachesBetween } from '../../../schemas/evolution/http/breaches.ts';
import { operationsOf } from '../../../schemas/evolution/http/operations.ts';
import { semanticVersion } from '../../../schemas/evolution/http/published.ts';
import { breaks } from '../../support/http-changes/breaks.ts';
import { compatible } from '../../support/http-changes/compatible.ts';
import type { HttpChange } from '../../support/http-changes/http-change.ts';

const published = JSON.stringify(openApiDocument());
const earlier = operationsOf(JSON.parse(published));

const found = ({ edit }: HttpChange): readonly string[] => {
  const document = JSON.parse(published);
  edit(document);
  expect(document).not.toEqual(JSON.parse(published));
  return breachesBetween(operationsOf(document), earlier).map(({ place, change }) => `${place}: ${change}`);
};

describe('a published document of the HTTP API', () => {
  it.each(breaks)('is broken where $name, by name', (change) => {
    expect(found(change)).toContain(change.breach);
  });

  it.each(compatible)('is kept where $name', (change) => {
    expect(found(change)).toEqual([]);
  });

  it('cannot be compared where allOf contradicts itself', () => {
    const document = JSON.parse(published);
    document.components.schemas.Health.allOf = [{ type: 'object', maxProperties: 1 }, { maxProperties: 2 }];
    expect(() => operationsOf(document)).toThrow('allOf: two of its schemas have a "maxProperties" of their own');
  });
});

describe('the version of the document', () => {
  const broken = (version: number) => ({ version, place: '', change: '', because: '' });

  it.each([
    [1, [], '1.0.0'],
    [3, [], '1.2.0'],
    [2, [broken(2), broken(2)], '2.0.0'],
    [5, [broken(2), broken(4)], '3.1.0'],
  ])('after %i versions, with %j, is %s', (versions, accepted, version) => {
    expect(semanticVersion(versions, accepted)).toBe(version);
  });
});
