import { TemplateError } from './template-error.ts';

/** Lookups of intrinsic functions while the value around them is resolved. Each throws `TemplateError` for an unknown name. */
export interface Scope {
  readonly region: string;
  /** `Ref` of a resource, parameter or pseudo parameter; `noValue` for `AWS::NoValue`. */
  reference(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  importValue(exportName: string): unknown;
  mapping(map: string, key: string, attribute: string): unknown;
  condition(name: string): boolean;
}

/** The value of `AWS::NoValue`: the property or list element that holds it is left out. */
export const noValue: unique symbol = Symbol('AWS::NoValue');

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/**
 * Resolves every intrinsic function in `value`, at any depth.
 * @throws {TemplateError} an unknown function, a malformed argument or an unknown name
 */
export const resolve = (value: unknown, scope: Scope): unknown => {
  if (Array.isArray(value))
    return value.map((element) => resolve(element, scope)).filter((element) => element !== noValue);
  if (typeof value === 'string') return withoutDynamicReference(value);
  if (!isObject(value)) return value;
  const call = intrinsicCall(value);
  if (call !== undefined) return intrinsicNamed(call.name)(call.argument, scope);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]): [string, unknown] => [key, resolve(inner, scope)])
      .filter(([, inner]) => inner !== noValue),
  );
};

/** The text between `${` and `}` of an `Fn::Sub` string; `${!literal}` stands for the text `${literal}`. */
export const substitutionPattern = /\$\{(!?)([^}]*)\}/g;

/** The one intrinsic function that an object of a template calls, if it does. */
export const intrinsicCall = (value: object): { readonly name: string; readonly argument: unknown } | undefined => {
  const entries = Object.entries(value);
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) return undefined;
  const [name, argument] = entry;
  // A property may be called `Condition` too, as in a policy statement; only a name of a condition is a call.
  const isCall = name === 'Ref' || name.startsWith('Fn::') || (name === 'Condition' && typeof argument === 'string');
  return isCall ? { name, argument } : undefined;
};

/** `Fn::GetAtt` takes `"LogicalId.Attribute"` or `["LogicalId", "Attribute"]`; attributes may contain dots. */
export const attributeArguments = (argument: unknown): readonly [logicalId: string, attribute: unknown] => {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    if (dot > 0) return [argument.slice(0, dot), argument.slice(dot + 1)];
  }
  if (Array.isArray(argument) && argument.length === 2 && typeof argument[0] === 'string')
    return [argument[0], argument[1]];
  throw malformed('Fn::GetAtt', argument);
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const malformed = (name: string, argument: unknown): TemplateError =>
  new TemplateError(`${name} cannot take ${JSON.stringify(argument)}`);

const withoutDynamicReference = (text: string): string => {
  if (text.includes('{{resolve:')) throw new TemplateError(`dynamic references are not supported: ${text}`);
  return text;
};

const listOf = (name: string, argument: unknown, length?: number): readonly unknown[] => {
  if (!Array.isArray(argument) || (length !== undefined && argument.length !== length)) throw malformed(name, argument);
  return argument;
};

const textOf = (name: string, value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TemplateError(`${name} needs a string, not ${JSON.stringify(value) ?? 'nothing'}`);
};

/** An argument that is itself a string or a function that gives one. */
const resolvedText = (name: string, value: unknown, scope: Scope): string => textOf(name, resolve(value, scope));
const resolvedList = (name: string, value: unknown, scope: Scope): readonly unknown[] =>
  listOf(name, resolve(value, scope));

const resolvedCondition = (name: string, value: unknown, scope: Scope): boolean => {
  const result = resolve(value, scope);
  if (typeof result !== 'boolean') throw new TemplateError(`${name} needs a condition, not ${JSON.stringify(value)}`);
  return result;
};

const conditionName = (name: string, argument: unknown): string => {
  if (typeof argument !== 'string') throw malformed(name, argument);
  return argument;
};

const substitute: Intrinsic = (argument, scope) => {
  const [text, variables] = typeof argument === 'string' ? [argument, {}] : listOf('Fn::Sub', argument, 2);
  if (typeof text !== 'string' || !isObject(variables)) throw malformed('Fn::Sub', argument);
  const replaced = text.replace(substitutionPattern, (_match, literal: string, inner: string) => {
    if (literal !== '') return `\${${inner}}`;
    const name = inner.trim();
    if (Object.hasOwn(variables, name)) return resolvedText('Fn::Sub', variables[name], scope);
    const value = name.includes('.') ? scope.attribute(...dotted(name)) : scope.reference(name);
    return textOf(`Fn::Sub of \${${name}}`, value);
  });
  return withoutDynamicReference(replaced);
};

const dotted = (name: string): readonly [string, string] => {
  const dot = name.indexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
};

const select: Intrinsic = (argument, scope) => {
  const [index, list] = listOf('Fn::Select', argument, 2);
  const elements = resolvedList('Fn::Select', list, scope);
  const position = Number(resolve(index, scope));
  const element = elements[position];
  if (element === undefined)
    throw new TemplateError(`Fn::Select: no element ${position} in ${JSON.stringify(elements)}`);
  return element;
};

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => scope.reference(conditionName('Ref', argument)),
  Condition: (argument, scope) => scope.condition(conditionName('Condition', argument)),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, attribute] = attributeArguments(argument);
    return scope.attribute(logicalId, resolvedText('Fn::GetAtt', attribute, scope));
  },
  'Fn::Sub': substitute,
  'Fn::Join': (argument, scope) => {
    const [delimiter, list] = listOf('Fn::Join', argument, 2);
    const parts = resolvedList('Fn::Join', list, scope).map((part) => textOf('Fn::Join', part));
    return withoutDynamicReference(parts.join(textOf('Fn::Join', delimiter)));
  },
  'Fn::Select': select,
  'Fn::Split': (argument, scope) => {
    const [delimiter, text] = listOf('Fn::Split', argument, 2);
    return resolvedText('Fn::Split', text, scope).split(textOf('Fn::Split', delimiter));
  },
  'Fn::GetAZs': (argument, scope) => {
    const region = resolvedText('Fn::GetAZs', argument, scope) || scope.region;
    return ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
  },
  'Fn::ImportValue': (argument, scope) => scope.importValue(resolvedText('Fn::ImportValue', argument, scope)),
  'Fn::FindInMap': (argument, scope) => {
    const [map, key, attribute] = listOf('Fn::FindInMap', argument, 3).map((part) =>
      resolvedText('Fn::FindInMap', part, scope),
    );
    return scope.mapping(map ?? '', key ?? '', attribute ?? '');
  },
  'Fn::Base64': (argument, scope) => Buffer.from(resolvedText('Fn::Base64', argument, scope)).toString('base64'),
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = listOf('Fn::If', argument, 3);
    return resolve(scope.condition(conditionName('Fn::If', condition)) ? yes : no, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = listOf('Fn::Equals', argument, 2);
    return resolvedText('Fn::Equals', left, scope) === resolvedText('Fn::Equals', right, scope);
  },
  'Fn::And': (argument, scope) =>
    listOf('Fn::And', argument).every((part) => resolvedCondition('Fn::And', part, scope)),
  'Fn::Or': (argument, scope) => listOf('Fn::Or', argument).some((part) => resolvedCondition('Fn::Or', part, scope)),
  'Fn::Not': (argument, scope) => !resolvedCondition('Fn::Not', listOf('Fn::Not', argument, 1)[0], scope),
};

const intrinsicNamed = (name: string): Intrinsic => {
  const intrinsic = intrinsics[name];
  if (intrinsic === undefined) throw new TemplateError(`${name} is not supported`);
  return intrinsic;
};
