import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from './template.ts';
import { TemplateError } from './template-error.ts';

/** One stack of the synthesised app. */
export interface Stack {
  /** CloudFormation's name of the stack. */
  readonly name: string;
  readonly template: Template;
  /** Names of the stacks that must be deployed before this one. */
  readonly dependencies: readonly string[];
}

/** The output folder of a CDK synthesis. */
export interface CloudAssembly {
  /** Every stack after the ones it depends on. */
  readonly stacks: readonly Stack[];
  /**
   * The local folder (or file) that would be uploaded to S3 under `objectKey`, for instance a function's bundle.
   * @throws {TemplateError} the assembly has no such asset
   */
  assetPath(objectKey: string): string;
}

interface Artifact {
  readonly type: string;
  readonly displayName?: string;
  readonly dependencies?: readonly string[];
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    /** Of an asset manifest artifact. */
    readonly file?: string;
  };
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path?: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
}

/**
 * Reads `manifest.json`, the templates and the asset manifests of a cloud assembly.
 * @throws {TemplateError} a file is missing or the stacks depend on each other in a circle
 */
export const readCloudAssembly = (folder: string): CloudAssembly => {
  const manifest = readJson<{ readonly artifacts?: Readonly<Record<string, Artifact>> }>(join(folder, 'manifest.json'));
  const artifacts = manifest.artifacts ?? {};
  const assets = new Map<string, string>();
  for (const artifact of Object.values(artifacts)) {
    if (artifact.type === 'cdk:asset-manifest') addAssets(folder, artifact, assets);
  }
  return {
    stacks: stacksInOrder(folder, artifacts),
    assetPath: (objectKey) => {
      const path = assets.get(objectKey);
      if (path === undefined) throw new TemplateError(`the cloud assembly has no asset ${objectKey}`);
      return path;
    },
  };
};

const readJson = <T>(path: string): T => {
  if (!existsSync(path)) throw new TemplateError(`the cloud assembly has no ${path}`);
  return JSON.parse(readFileSync(path, 'utf8')) as T;
};

const addAssets = (folder: string, artifact: Artifact, assets: Map<string, string>): void => {
  const file = artifact.properties?.file;
  if (file === undefined) return;
  for (const { source, destinations } of Object.values(readJson<AssetManifest>(join(folder, file)).files ?? {})) {
    if (source.path === undefined) continue;
    for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, join(folder, source.path));
  }
};

const isStack = (artifact: Artifact | undefined): artifact is Artifact => artifact?.type === 'aws:cloudformation:stack';

const stackName = (id: string, artifact: Artifact): string => artifact.properties?.stackName ?? id;

/** Depth first along the dependencies: each stack comes after those it needs. */
const stacksInOrder = (folder: string, artifacts: Readonly<Record<string, Artifact>>): readonly Stack[] => {
  const ordered = new Map<string, Stack>();
  const visit = (id: string, path: readonly string[]): void => {
    const artifact = artifacts[id];
    if (!isStack(artifact) || ordered.has(id)) return;
    if (path.includes(id)) throw new TemplateError(`stacks depend on each other: ${[...path, id].join(' → ')}`);
    const needed = (artifact.dependencies ?? []).filter((dependency) => isStack(artifacts[dependency]));
    for (const dependency of needed) visit(dependency, [...path, id]);
    const dependencies = needed.flatMap((dependency) => ordered.get(dependency)?.name ?? []);
    const template = readJson<Template>(join(folder, artifact.properties?.templateFile ?? `${id}.template.json`));
    ordered.set(id, { name: stackName(id, artifact), template, dependencies });
  };
  for (const id of Object.keys(artifacts)) visit(id, []);
  return [...ordered.values()];
};
