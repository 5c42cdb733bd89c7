/** Place of a resource in the templates: for names, ARNs and error messages. */
export interface ResourceContext {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly accountId: string;
  readonly region: string;
}

/** CloudFormation's results for a created resource: the value of `Ref` and of each `Fn::GetAtt`. */
export interface CreatedResource {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** `Properties` of the template with every intrinsic function resolved. Its shape is the provider's to check. */
export type ResourceProperties = Readonly<Record<string, unknown>>;

/**
 * Creates one resource of a type that the local platform runs. Called once per resource, after everything it refers to
 * and depends on. An error thrown here is reported with the resource's stack and logical id.
 */
export type ResourceProvider = (properties: ResourceProperties, context: ResourceContext) => Promise<CreatedResource>;

/** Keys are CloudFormation types, for instance `AWS::DynamoDB::Table`; `Custom::*` matches every custom resource. */
export type ResourceProviders = Readonly<Record<string, ResourceProvider>>;
