import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';

type Values = Readonly<Record<string, unknown>>;

const specification = loadAwsServiceSpecSync();

const propertiesOf = (type: string) =>
  specification.lookup('resource', 'cloudFormationType', 'equals', type).at(0)?.properties;

type SpecifiedProperties = NonNullable<ReturnType<typeof propertiesOf>>;

const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The properties of a property that is an object of a type of its own. */
const nested = ({ type }: SpecifiedProperties[string]): SpecifiedProperties | undefined =>
  type.type === 'ref' ? specification.get('typeDefinition', type.reference).properties : undefined;

const fixedOf = (specified: SpecifiedProperties, values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, unknown][] => {
      const property = specified[name];
      if (property === undefined) return [];
      // "maybe" depends on other changes: an engineer has to decide.
      if ((property.causesReplacement ?? 'no') !== 'no') return [[name, value]];
      const inner = nested(property);
      if (inner === undefined || !isRecord(value)) return [];
      const kept = fixedOf(inner, value);
      return Object.keys(kept).length === 0 ? [] : [[name, kept]];
    }),
  );

/**
 * The create-only properties of a resource, at any depth, by AWS's own specification.
 * @throws {Error} the specification does not know the type.
 */
export const fixedProperties = (type: string, values: Values): Values => {
  const specified = propertiesOf(type);
  if (specified === undefined) throw new Error(`The specification of AWS resources does not know ${type}.`);
  return fixedOf(specified, values);
};
