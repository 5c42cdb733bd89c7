import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCloudAssembly } from '../../../../localstack/template/cloud-assembly.ts';

describe('the cloud assembly', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cloud-assembly-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (name: string, content: unknown): void => writeFileSync(join(folder, name), JSON.stringify(content));

  const stackArtifact = (name: string, dependencies: readonly string[] = []) => ({
    type: 'aws:cloudformation:stack',
    dependencies,
    properties: { stackName: name, templateFile: `${name}.template.json` },
  });

  it('lists stacks after those they depend on, with their templates', () => {
    const api = stackArtifact('orderstream-api', ['Services', 'Services.assets']);
    const artifacts = {
      Api: api,
      'Services.assets': { type: 'cdk:asset-manifest', properties: {} },
      Services: stackArtifact('orderstream-services', ['Data']),
      Data: stackArtifact('orderstream-data'),
      Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
    };
    write('manifest.json', { artifacts });
    for (const name of ['api', 'services', 'data']) {
      write(`orderstream-${name}.template.json`, { Resources: { [name]: { Type: 'Thing' } } });
    }
    expect(readCloudAssembly(folder).stacks).toEqual([
      { name: 'orderstream-data', template: { Resources: { data: { Type: 'Thing' } } }, dependencies: [] },
      {
        name: 'orderstream-services',
        template: { Resources: { services: { Type: 'Thing' } } },
        dependencies: ['orderstream-data'],
      },
      {
        name: 'orderstream-api',
        template: { Resources: { api: { Type: 'Thing' } } },
        dependencies: ['orderstream-services'],
      },
    ]);
  });

  it('finds the local folder of an asset by its S3 key', () => {
    write('manifest.json', {
      artifacts: { 'A.assets': { type: 'cdk:asset-manifest', properties: { file: 'a.json' } } },
    });
    write('a.json', {
      files: {
        abc: {
          source: { path: 'asset.abc', packaging: 'zip' },
          destinations: { 'current_account-current_region': { bucketName: 'assets', objectKey: 'abc.zip' } },
        },
      },
    });
    const assembly = readCloudAssembly(folder);
    expect(assembly.assetPath('abc.zip')).toBe(join(folder, 'asset.abc'));
    expect(() => assembly.assetPath('other.zip')).toThrow('the cloud assembly has no asset other.zip');
  });

  it('reports stacks that depend on each other', () => {
    write('manifest.json', { artifacts: { A: stackArtifact('a', ['B']), B: stackArtifact('b', ['A']) } });
    expect(() => readCloudAssembly(folder)).toThrow('stacks depend on each other: A → B → A');
  });

  it('reports a folder that is none', () => {
    expect(() => readCloudAssembly(folder)).toThrow(`the cloud assembly has no ${join(folder, 'manifest.json')}`);
  });
});
