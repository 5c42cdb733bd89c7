import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { treeCopy } from '../support/tree-copy.ts';
import { applyExample, workedExample } from '../support/worked-example.ts';

const page = readFileSync(new URL('../../CONTRIBUTING.md', import.meta.url), 'utf8');
const example = workedExample(page, '## Adding a resource type to the local platform');

const copy = treeCopy();
afterAll(() => copy.remove());

describe('queues, the worked example of CONTRIBUTING.md', { timeout: 300_000 }, () => {
  beforeAll(() => applyExample(copy.root, example));

  it('are new files and no edit', () => {
    expect(example.map(({ from, to }) => `${from} ${to}`)).toEqual([
      '/dev/null localstack/queues/resources.ts',
      '/dev/null localstack/queues/module.ts',
    ]);
    expect(copy.edited()).toEqual([]);
  });

  it('are started, deployed and stopped with the platform', () => {
    const { status, output } = copy.run(
      '--input-type=module',
      '--eval',
      `
      import { platformModules } from './localstack/modules.ts';
      import { Shutdown } from './localstack/shutdown.ts';
      import { startModules } from './localstack/start-modules.ts';
      import { deploy } from './localstack/template/deploy.ts';

      const queues = (await platformModules()).filter(({ name }) => name === 'queues');
      const shutdown = new Shutdown();
      const modules = await startModules(queues, {}, shutdown);
      const template = {
        Resources: { Letters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } } },
        Outputs: {
          Url: { Value: { Ref: 'Letters' } },
          Arn: { Value: { 'Fn::GetAtt': ['Letters', 'Arn'] } },
        },
      };
      const assembly = { stacks: [{ name: 'dev-mail', template, dependencies: [] }], assetPath: (key) => key };
      const location = { accountId: '000000000000', region: 'eu-west-1' };
      const outputs = await deploy(assembly, { location, providers: modules.providers() });
      const running = [...modules.partOf(queues[0]).keys()];
      await shutdown.run();
      console.log(JSON.stringify({ outputs, running }));
    `,
    );
    expect(status, output).toBe(0);
    const url = 'https://sqs.eu-west-1.amazonaws.com/000000000000/letters';
    expect(JSON.parse(output)).toEqual({
      outputs: { Url: url, Arn: 'arn:aws:sqs:eu-west-1:000000000000:letters' },
      running: [url],
    });
  });

  it('keep to the import table', () => {
    const cruiser = 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs';
    const { status, output } = copy.run(cruiser, '--preserve-symlinks', 'localstack/queues');
    expect(output).toContain('no dependency violations found');
    expect(status).toBe(0);
  });
});
