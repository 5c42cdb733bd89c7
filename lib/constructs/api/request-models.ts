import type { IModel, JsonSchema, Model, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { definitions, httpContracts } from '../../../schemas/contracts.ts';
import { isObject, resolved } from '../../../schemas/json-schema.ts';

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** API Gateway's models are of draft 4, which has no `const`, and where `required` names something or is not there. */
const inDraft4 = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inDraft4);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([keyword, part]) => keyword !== '$schema' && !(keyword === 'required' && isEmpty(part)))
      .map(([keyword, part]) => (keyword === 'const' ? ['enum', [part]] : [keyword, inDraft4(part)])),
  );
};

/**
 * The contracts of request bodies as models of the API, for its SDKs and exports; of each, its models by media type. API
 * Gateway does not validate bodies: it would only report that one is invalid. The functions validate with the same schemas, and
 * report the fault by JSON pointer.
 */
export const requestModels = (api: RestApi): ((contract: string) => Readonly<Record<string, IModel>>) => {
  const models = new Map<string, Model>();
  const add = (contract: string): Model => {
    const found = httpContracts.find(({ path }) => path === `http/${contract}.json`);
    if (found === undefined) throw new RangeError(`schemas/http/${contract}.json does not exist.`);
    const { typeName: modelName, schema } = found;
    return api.addModel(modelName, { modelName, schema: inDraft4(resolved(schema, definitions)) as JsonSchema });
  };
  return (contract) => {
    const model = models.get(contract) ?? add(contract);
    models.set(contract, model);
    return { 'application/json': model };
  };
};
