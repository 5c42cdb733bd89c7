/** The repository's root folder. */
export const root: string;
/** Folders of the Java parts, outside the repository. */
export const jars: { readonly kafka: string; readonly dynamodb: string };
/** Environment variable with the Kafka version to run instead of the POM's. Read when `jars` and `setup` are used. */
export const kafkaVersionVariable: string;
/** Path of the Node 24 executable. */
export function node(): string;
/** Installs what is missing; does nothing when nothing is. */
export function setup(): Promise<void>;
export class SetupError extends Error {}
