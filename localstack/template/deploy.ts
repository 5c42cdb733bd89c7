import type { CloudAssembly, Stack } from './cloud-assembly.ts';
import { runInDependencyOrder, type Task } from './dependency-graph.ts';
import { ignoredResource, isIgnored } from './ignored-resources.ts';
import { resolve, type Scope } from './intrinsics.ts';
import type { Location } from './location.ts';
import { referencesOf } from './references.ts';
import type { ResourceContext, ResourceProperties, ResourceProvider, ResourceProviders } from './resource-provider.ts';
import { type DeployedResource, deployedResource, stackScope } from './stack-scope.ts';
import type { TemplateOutput, TemplateResource } from './template.ts';
import { TemplateError } from './template-error.ts';

export interface DeployOptions {
  readonly location: Location;
  /** One provider per type that is run; `Custom::*` takes every custom resource without a provider of its own. */
  readonly providers: ResourceProviders;
  /** Types that another deployer runs; by default those that the local platform ignores. */
  readonly ignores?: (type: string) => boolean;
  /** Values of SSM parameters by name, read when a stack's turn comes. */
  readonly parameters?: ReadonlyMap<string, string>;
  onCreated?(resource: ResourceContext, milliseconds: number): void;
}

/** Outputs by logical id, over all stacks. Those that the CDK itself makes to wire stacks together are left out. */
export type Outputs = Readonly<Record<string, string>>;

/**
 * Creates all resources of all stacks through their providers. As CloudFormation does, a stack comes after the stacks it depends on
 * and a resource after those it refers to or names in `DependsOn`; whatever is independent is created at the same time.
 * @throws {TemplateError} naming stack, logical id and type of the resource at fault, with the provider's error as its `cause`
 */
export const deploy = async (assembly: CloudAssembly, options: DeployOptions): Promise<Outputs> => {
  const exports = new Map<string, unknown>();
  const outputs = new Map<string, string>();
  const tasks = assembly.stacks.map((stack): [string, Task] => [
    stack.name,
    { dependsOn: new Set(stack.dependencies), run: () => deployStack(stack, options, exports, outputs) },
  ]);
  await runInDependencyOrder(new Map(tasks));
  return Object.fromEntries(outputs);
};

const deployStack = async (
  stack: Stack,
  options: DeployOptions,
  exports: Map<string, unknown>,
  outputs: Map<string, string>,
): Promise<void> => {
  const resources = new Map<string, DeployedResource>();
  const scope = stackScope(stack, options.location, resources, exports, options.parameters);
  const wanted = new Map(
    Object.entries(stack.template.Resources).filter(([logicalId, resource]) =>
      isWanted(stack, logicalId, resource, scope),
    ),
  );
  const tasks = [...wanted].map(([logicalId, resource]): [string, Task] => {
    const context = { stack: stack.name, logicalId, type: resource.Type, ...options.location };
    const create = creatorOf(resource, context, options);
    const dependencies = dependenciesOf(resource, wanted);
    const run = async (): Promise<void> => {
      const startedAt = performance.now();
      resources.set(logicalId, await naming(titleOf(context), () => create(scope)));
      options.onCreated?.(context, performance.now() - startedAt);
    };
    return [pathOf(stack, logicalId), { dependsOn: new Set(dependencies.map((id) => pathOf(stack, id))), run }];
  });
  await runInDependencyOrder(new Map(tasks));
  for (const [name, output] of Object.entries(stack.template.Outputs ?? {})) {
    await naming(`${pathOf(stack, name)} (output)`, () => publish(name, output, scope, exports, outputs));
  }
};

const pathOf = (stack: Stack, logicalId: string): string => `${stack.name}/${logicalId}`;

const titleOf = ({ stack, logicalId, type }: ResourceContext): string => `${stack}/${logicalId} (${type})`;

const isWanted = (stack: Stack, logicalId: string, { Condition }: TemplateResource, scope: Scope): boolean => {
  try {
    return Condition === undefined || scope.condition(Condition);
  } catch (error) {
    throw named(pathOf(stack, logicalId), error);
  }
};

type Creator = (scope: Scope) => DeployedResource | Promise<DeployedResource>;

/** Checked before anything of the stack is created: an unsupported type stops the deployment at once. */
const creatorOf = (
  resource: TemplateResource,
  context: ResourceContext,
  { providers, ignores = isIgnored }: DeployOptions,
): Creator => {
  const provider = providerOf(resource.Type, providers);
  if (provider !== undefined) {
    return async (scope) => {
      const properties = resolve(resource.Properties ?? {}, scope) as ResourceProperties;
      return deployedResource(await provider(properties, context));
    };
  }
  if (ignores(resource.Type)) return () => ignoredResource(context);
  throw new TemplateError(`${titleOf(context)}: the local platform neither runs nor ignores this type`);
};

const providerOf = (type: string, providers: ResourceProviders): ResourceProvider | undefined => {
  const isCustom = type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
  return providers[type] ?? (isCustom && !isIgnored(type) ? providers['Custom::*'] : undefined);
};

/** Logical ids of the resources that must be created before: referred to, or named in `DependsOn`. */
const dependenciesOf = (
  { Properties, DependsOn = [] }: TemplateResource,
  resources: ReadonlyMap<string, TemplateResource>,
): readonly string[] => {
  const named = typeof DependsOn === 'string' ? [DependsOn] : DependsOn;
  return [...referencesOf(Properties), ...named].filter((id) => resources.has(id));
};

const publish = (
  name: string,
  { Value, Export, Condition }: TemplateOutput,
  scope: Scope,
  exports: Map<string, unknown>,
  outputs: Map<string, string>,
): void => {
  if (Condition !== undefined && !scope.condition(Condition)) return;
  const value = resolve(Value, scope);
  if (Export !== undefined) exports.set(String(resolve(Export.Name, scope)), value);
  if (name.startsWith('ExportsOutput')) return;
  if (outputs.has(name)) throw new TemplateError('another stack has an output of this name');
  outputs.set(name, String(value));
};

/** Prefixes an error with the place where it happened. */
const naming = async <T>(place: string, work: () => T | Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw named(place, error);
  }
};

const named = (place: string, error: unknown): TemplateError =>
  new TemplateError(`${place}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
