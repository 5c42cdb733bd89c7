import type { CloudAssembly, Stack } from '../template/cloud-assembly.ts';
import type { Template } from '../template/template.ts';

/** The CDK app's condition on every resource that LocalStack does not create. */
const condition = 'HeldElsewhere';

const always = { 'Fn::Equals': ['', ''] };

const holds = ({ Conditions = {} }: Template): boolean => Object.hasOwn(Conditions, condition);

/** The assembly with its condition inverted: only the left-out resources. Stacks without any are absent, unless others need them. */
export const withHeldElsewhere = (assembly: CloudAssembly): CloudAssembly => {
  const needed = new Set<string>();
  const byName = new Map(assembly.stacks.map((stack) => [stack.name, stack]));
  const need = (stack: Stack | undefined): void => {
    if (stack === undefined || needed.has(stack.name)) return;
    needed.add(stack.name);
    for (const name of stack.dependencies) need(byName.get(name));
  };
  for (const stack of assembly.stacks) if (holds(stack.template)) need(stack);
  return {
    ...assembly,
    stacks: assembly.stacks
      .filter(({ name }) => needed.has(name))
      .map((stack) => ({ ...stack, template: turned(stack.template) })),
  };
};

const turned = (template: Template): Template =>
  holds(template) ? { ...template, Conditions: { ...template.Conditions, [condition]: always } } : template;
