import { expect, it } from 'vitest';
import { withHeldElsewhere } from '../../../../localstack/on-localstack/held-elsewhere.ts';
import type { CloudAssembly, Stack } from '../../../../localstack/template/cloud-assembly.ts';
import { deploy } from '../../../../localstack/template/deploy.ts';

const never = { 'Fn::Equals': ['here', 'elsewhere'] };

const stack = (name: string, dependencies: readonly string[], held: boolean): Stack => ({
  name,
  dependencies,
  template: {
    ...(held && { Conditions: { HeldElsewhere: never, Other: never } }),
    Resources: {
      Always: { Type: 'Test::Always' },
      ...(held && { Mapping: { Type: 'Test::Mapping', Condition: 'HeldElsewhere' } }),
      ...(held && { Other: { Type: 'Test::Other', Condition: 'Other' } }),
    },
  },
});

const assembly: CloudAssembly = {
  stacks: [stack('data', [], false), stack('services', ['data'], true), stack('api', ['services'], false)],
  assetPath: (key) => `assets/${key}`,
};

const created = async (from: CloudAssembly): Promise<readonly string[]> => {
  const names: string[] = [];
  await deploy(from, {
    location: { accountId: '000000000000', region: 'eu-west-1' },
    providers: {},
    ignores: () => true,
    onCreated: ({ stack: name, logicalId }) => names.push(`${name}/${logicalId}`),
  });
  return names.toSorted();
};

it('wants what is held elsewhere, in the stacks that hold it and those they need', async () => {
  expect(await created(withHeldElsewhere(assembly))).toEqual(['data/Always', 'services/Always', 'services/Mapping']);
});

it('leaves the assembly itself as it was', async () => {
  withHeldElsewhere(assembly);
  expect(await created(assembly)).toEqual(['api/Always', 'data/Always', 'services/Always']);
});
