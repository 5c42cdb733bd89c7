import AjvDraft04 from 'ajv-draft-04';

/** A body's JSON Schema, compiled. Returns the violation, or undefined. */
export type BodyModel = (body: unknown) => string | undefined;

/** The properties of an `AWS::ApiGateway::Model`. */
export interface ModelDefinition {
  readonly name: string;
  readonly schema: object;
}

/**
 * Compiles a model: JSON Schema draft 4, which may refer to other models of its API by
 * `https://apigateway.amazonaws.com/restapis/<api>/models/<name>` (rest-api-rules D4).
 * @throws {Error} no model of that name, or not a schema.
 */
export function compileModel(name: string, models: ReadonlyMap<string, ModelDefinition>, apiId: string): BodyModel {
  if (name === 'Empty' || name === 'Error') return () => undefined; // Every API has these two; they accept any body.
  if (!models.has(name)) throw new Error(`the API has no model named ${name}`);
  const ajv = new AjvDraft04.default({ strict: false, allErrors: true });
  for (const model of models.values()) ajv.addSchema(model.schema, modelUrl(apiId, model.name));
  const validate = ajv.getSchema(modelUrl(apiId, name));
  if (!validate) throw new Error(`model ${name} is not a JSON Schema`);
  return (body) => (validate(body) ? undefined : ajv.errorsText(validate.errors, { dataVar: 'body' }));
}

function modelUrl(apiId: string, name: string): string {
  return `https://apigateway.amazonaws.com/restapis/${apiId}/models/${name}`;
}
