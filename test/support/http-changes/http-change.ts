/** An edit of the OpenAPI document, and its effect on clients. */
export interface HttpChange {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: edits reach anywhere into a document.
  readonly edit: (document: any) => void;
  /** The comparison's name of the break; none if clients tolerate it. */
  readonly breach?: string;
  /** Why oasdiff judges otherwise. */
  readonly oasdiffDiffers?: string;
}

export type Edit = HttpChange['edit'];

export const operation = (document: Parameters<Edit>[0], method: string, path: string) => document.paths[path][method];
export const schema = (document: Parameters<Edit>[0], name: string) => document.components.schemas[name];
export const placed = (document: Parameters<Edit>[0]) => operation(document, 'post', '/orders');
export const problemTypes = (document: Parameters<Edit>[0], status: string): string[] =>
  placed(document).responses[status].content['application/problem+json'].schema.properties.type.enum;
export const drop = (object: { required: string[]; properties: object }, name: string): void => {
  object.required = object.required.filter((field) => field !== name);
  Reflect.deleteProperty(object.properties, name);
};
