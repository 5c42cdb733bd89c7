import { describe, expect, it } from 'vitest';
import { withKeys } from '../../lib/config/client-keys.ts';
import { type StageName, stageConfig } from '../../lib/config/stages.ts';
import { stateOf } from '../../lib/deployed/state-of-templates.ts';
import { synthesise } from '../support/synthesised-app.ts';

const apiOf = (stage: StageName, keys?: string, more: object = {}) =>
  synthesise({ stage, config: { api: { ...withKeys(stageConfig(stage), keys).api, ...more } } }).templates.api;
const resources = (template: ReturnType<typeof apiOf>, type: string) =>
  template.findResources(`AWS::ApiGateway::${type}`);

const one = apiOf('dev');
const rotated = apiOf('dev', 'client/client:off,client/2027,shop/@a1b2c3d4e5,shop/2027');
const [deployedId = ''] = Object.keys(resources(one, 'ApiKey'));
const named = (name: string) =>
  Object.keys(resources(rotated, 'ApiKey')).find(
    (id) => resources(rotated, 'ApiKey')[id]?.['Properties'].Name === `orderstream-dev-${name}`,
  ) ?? '';
const [stage] = Object.values(resources(rotated, 'Stage'));

describe('the keys of clients', () => {
  it('need nothing of the stage as long as each client has one', () => {
    expect(Object.values(resources(one, 'Stage'))[0]?.['Properties']).not.toHaveProperty('Variables');
  });

  it('are named by the stage, each client’s first key first', () => {
    expect(stage?.['Properties'].Variables).toEqual({
      client_client: { 'Fn::Join': [',', [{ Ref: deployedId }, { Ref: named('client-2027') }]] },
      client_shop: { 'Fn::Join': [',', ['a1b2c3d4e5', { Ref: named('shop-2027') }]] },
    });
  });

  it('keep the deployed key, turned off', () => {
    expect(resources(rotated, 'ApiKey')[deployedId]?.['Properties']).toMatchObject({ Enabled: false });
  });

  it('are let in by the plan once the stage names them, and not where they are off', () => {
    const links = Object.values(resources(rotated, 'UsagePlanKey'));
    expect(links.map(({ Properties }) => Properties.KeyId.Ref).sort()).toEqual(
      [named('client-2027'), named('shop-2027')].sort(),
    );
    const [stageId] = Object.keys(resources(rotated, 'Stage'));
    for (const { DependsOn } of links) expect([DependsOn].flat()).toContain(stageId);
    rotated.hasOutput('ApiKeyId', { Value: { Ref: named('client-2027') } });
    rotated.hasOutput('ApiKeyIdshop', { Value: { Ref: named('shop-2027') } });
  });

  it('are guarded where the stage keeps its state: the first of each client, since its id owns the client’s orders', () => {
    const template = apiOf('prod', 'client/client:off,client/2027').toJSON();
    const guarded = Object.values(stateOf([{ stackName: 'api', template }])['api'] ?? {});
    expect(guarded.filter(({ type }) => type === 'AWS::ApiGateway::ApiKey')).toMatchObject([{ retained: true }]);
  });
});

describe('operators known by their source identity', () => {
  it('have sessions that are named after it, or no right; and stage variables pass that to the functions', () => {
    const template = apiOf('dev', undefined, { operators: 'sourceIdentity' });
    const policies = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
    expect(policies.map(({ Properties }) => Properties.PolicyDocument.Statement[0].Condition)).toEqual([
      { StringLike: { 'aws:userid': `*:\${aws:SourceIdentity}` } },
    ]);
    expect(Object.values(resources(template, 'Stage'))[0]?.['Properties'].Variables).toEqual({
      operators: 'sourceIdentity',
    });
  });
});
