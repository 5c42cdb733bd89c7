import { describe, expect, it } from 'vitest';
import { stageConfig, stageNamed, stageNames } from '../../lib/config/stages.ts';
import { parseEventSourceMapping } from '../../localstack/event-source/config/parse-event-source-mapping.ts';
import { platformModules } from '../../localstack/modules.ts';
import { isIgnored } from '../../localstack/template/ignored-resources.ts';
import { synthesise } from '../support/synthesised-app.ts';

// Nothing is created, so nothing that runs is needed: every property of it is nothing again.
const nothing: never = new Proxy({} as never, { get: () => nothing });
const modules = await platformModules();
const provided = modules.flatMap((module) => Object.keys(module.resources?.(nothing, nothing, nothing) ?? {}));
const isRun = (type: string): boolean =>
  provided.includes(type) || (type.startsWith('Custom::') && provided.includes('Custom::*'));

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

const resourcesOf = (stage: string): readonly Resource[] => {
  // As the platform does.
  const { functions } = stageConfig(stageNamed(stage));
  const { templates, archive } = synthesise({ stage, config: { functions: { ...functions, managedInstances: true } } });
  return [...Object.values(templates), ...(archive ? [archive] : [])].flatMap((template) =>
    Object.values(template.toJSON()['Resources'] as Readonly<Record<string, Resource>>),
  );
};

describe('the modules of the local platform', () => {
  it('run each type once', () => {
    expect(provided.length).toBeGreaterThan(25);
    expect(provided.toSorted()).toEqual([...new Set(provided)].toSorted());
  });

  it('run no type that is ignored', () => {
    // Of IAM, everything but managed policies is ignored.
    expect(provided.filter(isIgnored)).toEqual(['AWS::IAM::ManagedPolicy']);
  });
});

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
