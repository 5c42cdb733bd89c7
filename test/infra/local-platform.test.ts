import { describe, expect, it } from 'vitest';
import { stageNames } from '../../lib/config/stages.ts';
import { parseEventSourceMapping } from '../../localstack/event-source/config/parse-event-source-mapping.ts';
import { type ResourceTargets, resourceProviders } from '../../localstack/resource-providers.ts';
import { isIgnored } from '../../localstack/template/ignored-resources.ts';
import { synthesise } from '../support/synthesised-app.ts';

// Nothing is created, so nothing that runs is needed.
const location = { accountId: '000000000000', region: 'eu-west-1' };
const apis = { usagePlans: {} };
const provided = new Set(Object.keys(resourceProviders({ location, apis } as unknown as ResourceTargets)));
const isRun = (type: string): boolean =>
  provided.has(type) || (type.startsWith('Custom::') && provided.has('Custom::*'));

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

const resourcesOf = (stage: string): readonly Resource[] => {
  const { templates, archive } = synthesise({ stage });
  return [...Object.values(templates), ...(archive ? [archive] : [])].flatMap((template) =>
    Object.values(template.toJSON()['Resources'] as Readonly<Record<string, Resource>>),
  );
};

describe.each(stageNames)('the local platform of stage %s', (stage) => {
  const resources = resourcesOf(stage);

  it('runs or knowingly leaves out every type of the templates', () => {
    const types = new Set(resources.map(({ Type }) => Type));
    expect([...types].filter((type) => !isRun(type) && !isIgnored(type))).toEqual([]);
  });

  it('takes every event source mapping', () => {
    const mappings = resources.filter(({ Type }) => Type === 'AWS::Lambda::EventSourceMapping');
    expect(mappings.length).toBeGreaterThan(10);
    for (const { Properties } of mappings) {
      const config = parseEventSourceMapping({
        ...Properties,
        FunctionName: 'consumer',
        EventSourceArn: 'arn:aws:kafka:eu-west-1:000000000000:cluster/orderstream/1',
        SourceAccessConfigurations: [
          { Type: 'SASL_SCRAM_512_AUTH', URI: 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:user' },
        ],
      });
      expect(config.maximumRecordAgeMs).toBeGreaterThan(0);
      expect(config.maximumRetryAttempts).toBeGreaterThan(0);
      expect(config.provisionedPollers?.group).toBe(`orderstream-${stage}-consumers`);
    }
  });

  it('lets the functions that no order waits for give way', () => {
    const mappings = resources.filter(({ Type }) => Type === 'AWS::Lambda::EventSourceMapping');
    const background = mappings.filter(({ Properties }) => {
      const tags = Properties['Tags'] as readonly { readonly Key: string; readonly Value: string }[];
      return tags.some(({ Key, Value }) => Key === 'latency' && Value === 'background');
    });
    const groups = background.map(({ Properties }) =>
      Object.values(Properties['AmazonManagedKafkaEventSourceConfig'] as object),
    );
    const services = new Set(groups.flat().map((group) => String(group).split('-')[0]));
    expect([...services].sort()).toEqual(['analytics', 'audit', 'notification']);
    expect(background.length).toBeLessThan(mappings.length);
  });
});
