import { attributeArguments, intrinsicCall, substitutionPattern } from './intrinsics.ts';

/** Logical ids (and parameter names) that a value refers to by `Ref`, `Fn::GetAtt` or `Fn::Sub`, in either branch of an `Fn::If`. */
export const referencesOf = (value: unknown): ReadonlySet<string> => {
  const found = new Set<string>();
  collect(value, found);
  return found;
};

const collect = (value: unknown, found: Set<string>): void => {
  if (typeof value !== 'object' || value === null) return;
  const call = intrinsicCall(value);
  if (call?.name === 'Ref' && typeof call.argument === 'string') found.add(call.argument);
  else if (call?.name === 'Fn::GetAtt') {
    const [logicalId, attribute] = attributeArguments(call.argument);
    found.add(logicalId);
    collect(attribute, found);
  } else if (call?.name === 'Fn::Sub') collectSubstitutions(call.argument, found);
  else for (const inner of Object.values(value)) collect(inner, found);
};

const collectSubstitutions = (argument: unknown, found: Set<string>): void => {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  collect(variables, found);
  if (typeof text !== 'string') return;
  const bound = typeof variables === 'object' && variables !== null ? variables : {};
  for (const [, literal, inner = ''] of text.matchAll(substitutionPattern)) {
    const name = inner.trim();
    if (literal === '' && !Object.hasOwn(bound, name)) found.add(name.split('.', 1)[0] ?? name);
  }
};
