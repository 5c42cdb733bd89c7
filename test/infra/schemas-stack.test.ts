import { describe, expect, it } from 'vitest';
import { versionedEvents } from '../../schemas/evolution/versions.ts';
import { synthesise } from '../support/synthesised-app.ts';

const { templates, dependencies } = synthesise();
const dev = templates.schemas;
const prod = synthesise({ stage: 'prod' }).templates.schemas;

const schemas = Object.entries(dev.findResources('AWS::Glue::Schema'));
const versions = Object.entries(dev.findResources('AWS::Glue::SchemaVersion'));
const registry = Object.keys(dev.findResources('AWS::Glue::Registry'))[0] ?? '';

/** The logical ids of the event's schema and of its later versions, each of which waits for the one before it. */
const chainFrom = (id: string): readonly string[] => {
  const next = versions.find(([, { DependsOn }]) => [DependsOn].flat().includes(id));
  return next === undefined ? [id] : [id, ...chainFrom(next[0])];
};

const definitionOf = (id: string): string =>
  [...schemas, ...versions].find(([name]) => name === id)?.[1]['Properties'].SchemaDefinition;

describe('the schema registry', () => {
  it('is one of each stage', () => {
    dev.hasResourceProperties('AWS::Glue::Registry', { Name: 'orderstream-dev-events' });
    expect(Object.keys(dev.findResources('AWS::Glue::Registry'))).toHaveLength(1);
    expect(dependencies.schemas).toEqual([]);
  });

  it('has a schema for every event type, and no other', () => {
    expect(schemas.map(([, { Properties }]) => Properties.Name)).toEqual(versionedEvents().map(({ type }) => type));
  });

  it.each(versionedEvents())('has every version of $type, in order, fully compatible', ({ type, frozen }) => {
    const found = schemas.find(([, { Properties }]) => Properties.Name === type);
    const [id = '', resource] = found ?? [];
    expect(resource?.['Properties']).toMatchObject({
      Registry: { Arn: { 'Fn::GetAtt': [registry, 'Arn'] } },
      DataFormat: 'JSON',
      Compatibility: 'FULL',
    });
    const chain = chainFrom(id);
    expect(chain.map((link) => JSON.parse(definitionOf(link)))).toEqual(frozen.map(({ schema }) => schema));
    for (const link of chain.slice(1)) {
      expect(versions.find(([name]) => name === link)?.[1]['Properties'].Schema).toEqual({
        SchemaArn: { 'Fn::GetAtt': [id, 'Arn'] },
      });
    }
  });

  it('stays within the limits of the registry and of a template', () => {
    const sizes = [...schemas, ...versions].map(([id]) => Buffer.byteLength(definitionOf(id)));
    expect(Math.max(...sizes)).toBeLessThan(170_000);
    expect(JSON.stringify(dev.toJSON()).length).toBeLessThan(1_000_000);
    expect(schemas.length + versions.length).toBeLessThan(500);
  });

  it('outlives the stack of prod', () => {
    const { Resources } = prod.toJSON();
    const policies = Object.values<{ Type: string; DeletionPolicy?: string }>(Resources)
      .filter(({ Type }) => Type.startsWith('AWS::Glue::'))
      .map(({ DeletionPolicy }) => DeletionPolicy);
    expect(new Set(policies)).toEqual(new Set(['Retain']));
  });
});
