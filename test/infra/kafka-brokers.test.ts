import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { stageNames } from '../../lib/config/stages.ts';
import { parameterResources } from '../../localstack/parameters/resources.ts';
import { deploy } from '../../localstack/template/deploy.ts';
import type { ResourceProvider } from '../../localstack/template/resource-provider.ts';
import { synthesise } from '../support/synthesised-app.ts';

type TemplateJson = Parameters<typeof deploy>[0]['stacks'][number]['template'];
const json = (template: Template) => template.toJSON() as TemplateJson;

describe.each(stageNames)('the brokers of %s', (stage) => {
  const { templates, dependencies } = synthesise({ stage });
  const names = ['network', 'kafka', 'data', 'services'] as const;
  const stackNames = new Map(names.map((name) => [name, `orderstream-${stage}-${name}`]));

  /** Deploys network to services, with an answer of Amazon MSK, and shows what services were given. */
  const deployed = async (brokers: string) => {
    const variables: string[] = [];
    const recorded: ResourceProvider = async ({ Environment }, { logicalId }) => {
      const { KAFKA_BROKERS } = (Environment as { Variables: Record<string, string> }).Variables;
      if (KAFKA_BROKERS !== undefined) variables.push(KAFKA_BROKERS);
      return { ref: logicalId, attributes: { Arn: `arn:aws:lambda:eu-west-1:0:function:${logicalId}` } };
    };
    const parameters = new Map<string, string>();
    const stacks = names.map((name) => ({
      name: stackNames.get(name) ?? '',
      template: json(templates[name]),
      dependencies: dependencies[name],
    }));
    const assetPath = (key: string) => key;
    await deploy(
      { stacks, assetPath },
      {
        location: { accountId: '000000000000', region: 'eu-west-1' },
        parameters,
        ignores: () => true,
        providers: {
          ...parameterResources(parameters),
          'AWS::Lambda::Function': recorded,
          'Custom::KafkaAccess': async () => ({ ref: 'access', attributes: {} }),
          'Custom::KafkaBrokers': async () => ({ ref: 'brokers', attributes: { BootstrapBrokers: brokers } }),
        },
      },
    );
    return { variables: [...new Set(variables)] };
  };

  it('reach every function, and another answer at the next update does so, too', async () => {
    expect(await deployed('b-1:9096,b-2:9096')).toEqual({ variables: ['b-1:9096,b-2:9096'] });
    expect(await deployed('b-3:9096')).toEqual({ variables: ['b-3:9096'] });
  });

  it('are looked up for the cluster and its administrator alone', () => {
    const [brokers] = Object.values(templates.kafka.findResources('Custom::KafkaBrokers'));
    expect(Object.keys(brokers?.['Properties']).sort()).toEqual(['AdminSecretArn', 'ClusterArn', 'ServiceToken']);
  });

  it('are known before services are deployed', () => {
    expect(dependencies.services).toContain(stackNames.get('kafka'));
  });
});

describe('rules on the brokers', () => {
  const rules = (context: Readonly<Record<string, string>>) => {
    const { templates } = synthesise({ context });
    const [access] = Object.values(templates.kafka.findResources('Custom::KafkaAccess'));
    return access?.['Properties'];
  };

  it('are applied again when a deployment requests it: CloudFormation sees another property', () => {
    expect(rules({})).not.toHaveProperty('Reapply');
    expect(rules({ reapplyKafkaAccess: 'monday' })).toEqual({ ...rules({}), Reapply: 'monday' });
  });
});
