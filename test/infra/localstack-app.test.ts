// Also tests lib
// Also tests lib/constructs/security
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeBrokers } from '../../lib/config/localstack-stage.ts';
import { LocalStackApp } from '../../lib/localstack-app.ts';
import { writeHandlerStubs } from '../support/handler-stubs.ts';
import { synthesise } from '../support/synthesised-app.ts';

interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

const resourcesOf = (template: Template): readonly Resource[] => Object.values(template.toJSON()['Resources']);

const outdir = mkdtempSync(join(tmpdir(), 'orderstream-localstack-'));
let resources: readonly Resource[];
let complete: readonly Resource[];
let conditions: Readonly<Record<string, unknown>>;

beforeAll(() => {
  const app = new LocalStackApp({ functionsFolder: writeHandlerStubs(outdir), outdir, validate: false });
  const templates = [app.kafka, app.data, app.services, app.api].map((stack) => Template.fromStack(stack));
  resources = templates.flatMap(resourcesOf);
  conditions = Object.assign({}, ...templates.map((template) => template.toJSON()['Conditions']));
  const { kafka, data, services, api } = synthesise().templates;
  complete = [kafka, data, services, api].flatMap(resourcesOf);
});
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const ofType = (all: readonly Resource[], type: string): readonly Resource[] => all.filter(({ Type }) => Type === type);

describe('the stage localstack', () => {
  it('has every table, user, topic, function and mapping of the others', () => {
    const types = ['DynamoDB::Table', 'SecretsManager::Secret', 'MSK::Topic', 'Lambda::EventSourceMapping'];
    for (const type of types.map((name) => `AWS::${name}`)) {
      expect(ofType(complete, type).length).toBeGreaterThan(0);
      expect(ofType(resources, type)).toHaveLength(ofType(complete, type).length);
    }
  });

  it('has nothing of Amazon MSK created, nor what feeds from it', () => {
    const held = resources.filter(({ Condition }) => Condition === 'HeldElsewhere').map(({ Type }) => Type);
    expect(new Set(held)).toEqual(
      new Set([
        'AWS::MSK::Topic',
        'AWS::MSK::BatchScramSecret',
        'Custom::KafkaAccess',
        'AWS::Lambda::EventSourceMapping',
        'AWS::WAFv2::WebACL',
        'AWS::WAFv2::WebACLAssociation',
      ]),
    );
    const created = resources.filter(({ Condition }) => Condition === undefined).map(({ Type }) => Type);
    expect(created.filter((type) => held.includes(type))).toEqual([]);
    expect(created.filter((type) => /::(MSK|WAFv2|Glue|EC2)::/.test(type))).toEqual([]);
    expect(conditions['HeldElsewhere']).toEqual({ 'Fn::Equals': [{ Ref: 'AWS::StackName' }, 'HeldElsewhere'] });
  });

  it('has functions outside any network, which know the brokers of the compose file', () => {
    const functions = ofType(resources, 'AWS::Lambda::Function').map(({ Properties = {} }) => Properties);
    for (const properties of functions) expect(properties).not.toHaveProperty('VpcConfig');
    const brokers = functions.flatMap(({ Environment }) => {
      const { KAFKA_BROKERS } = (Environment as { readonly Variables: Record<string, unknown> }).Variables;
      return KAFKA_BROKERS === undefined ? [] : [KAFKA_BROKERS];
    });
    expect(brokers.length).toBeGreaterThan(10);
    expect(new Set(brokers)).toEqual(new Set([composeBrokers]));
    expect(composeBrokers.split(',')).toHaveLength(5);
  });
});
