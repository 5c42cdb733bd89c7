import { noValue, resolve, type Scope } from './intrinsics.ts';
import type { Location } from './location.ts';
import { pseudoParameters } from './pseudo-parameters.ts';
import type { CreatedResource } from './resource-provider.ts';
import type { Template, TemplateParameter } from './template.ts';
import { TemplateError } from './template-error.ts';

/** A resource with any attribute, like those that are not run. */
export interface DeployedResource {
  readonly ref: string;
  /** @returns undefined when the resource has no such attribute */
  attribute(name: string): string | undefined;
  /** Names of the attributes, for error messages. */
  readonly attributeNames: readonly string[];
}

export const deployedResource = ({ ref, attributes }: CreatedResource): DeployedResource => ({
  ref,
  attribute: (name) => (Object.hasOwn(attributes, name) ? attributes[name] : undefined),
  attributeNames: Object.keys(attributes),
});

/**
 * The names a template's intrinsic functions see: parameters by their default, pseudo parameters, mappings, conditions,
 * the resources created so far and the exports of the stacks before.
 */
export const stackScope = (
  stack: { readonly name: string; readonly template: Template },
  location: Location,
  resources: ReadonlyMap<string, DeployedResource>,
  exports: ReadonlyMap<string, unknown>,
  /** Values of SSM parameters by name. */
  ssm: ReadonlyMap<string, string> = new Map(),
): Scope => {
  const { Parameters = {}, Mappings = {}, Conditions = {}, Resources } = stack.template;
  const pseudo = pseudoParameters(stack.name, location);
  const conditions = new Map<string, boolean | 'being evaluated'>();

  const resource = (logicalId: string): DeployedResource => {
    const found = resources.get(logicalId);
    if (found !== undefined) return found;
    throw new TemplateError(
      Object.hasOwn(Resources, logicalId)
        ? `${logicalId} is not created`
        : `there is no resource or parameter ${logicalId}`,
    );
  };

  const scope: Scope = {
    region: location.region,
    reference: (name) => {
      if (name === 'AWS::NoValue') return noValue;
      const value = pseudo[name] ?? parameterValue(name, Parameters[name], ssm);
      return value ?? resource(name).ref;
    },
    attribute: (logicalId, name) => {
      const found = resource(logicalId);
      const value = found.attribute(name);
      if (value !== undefined) return value;
      const known = found.attributeNames.join(', ') || 'none';
      throw new TemplateError(`Fn::GetAtt: ${logicalId} has no attribute ${name} (it has: ${known})`);
    },
    importValue: (name) => {
      if (!exports.has(name)) throw new TemplateError(`Fn::ImportValue: no stack deployed before exports ${name}`);
      return exports.get(name);
    },
    mapping: (map, key, attribute) => {
      const value = Mappings[map]?.[key]?.[attribute];
      if (value === undefined) throw new TemplateError(`Fn::FindInMap: there is no ${map}.${key}.${attribute}`);
      return value;
    },
    condition: (name) => {
      const known = conditions.get(name);
      if (known === 'being evaluated') throw new TemplateError(`condition ${name} refers to itself`);
      if (known !== undefined) return known;
      if (!Object.hasOwn(Conditions, name)) throw new TemplateError(`there is no condition ${name}`);
      conditions.set(name, 'being evaluated');
      const value = resolve(Conditions[name], scope);
      if (typeof value !== 'boolean') throw new TemplateError(`condition ${name} is not true or false`);
      conditions.set(name, value);
      return value;
    },
  };
  return scope;
};

const parameterValue = (
  name: string,
  parameter: TemplateParameter | undefined,
  ssm: ReadonlyMap<string, string>,
): string | readonly string[] | undefined => {
  if (parameter === undefined) return undefined;
  const { Type, Default } = parameter;
  if (Default === undefined) throw new TemplateError(`parameter ${name} has no default`);
  if (Type === 'AWS::SSM::Parameter::Value<String>') {
    const value = ssm.get(String(Default));
    if (value !== undefined) return value;
    throw new TemplateError(`parameter ${name}: no stack deployed before has the SSM parameter ${Default}`);
  }
  if (Type.startsWith('AWS::SSM::')) throw new TemplateError(`parameter ${name} is ${Type}, which is not read here`);
  return Type === 'CommaDelimitedList' || Type.startsWith('List<')
    ? String(Default)
        .split(',')
        .map((element) => element.trim())
    : String(Default);
};
