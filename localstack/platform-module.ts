import type { DataFolder } from './data-folder.ts';
import type { LogFile } from './log-file.ts';
import type { PlatformOptions } from './platform-options.ts';
import type { StartupProgress } from './startup-progress.ts';
import type { StateStore } from './state-store.ts';
import type { Location } from './template/location.ts';
import type { ResourceProviders } from './template/resource-provider.ts';

/** The platform as its modules see it. */
export interface PlatformContext {
  readonly options: PlatformOptions;
  readonly location: Location;
  readonly folder: DataFolder;
  /** Keeps generated values with the data. */
  readonly state: StateStore;
  readonly log: LogFile;
  readonly progress: StartupProgress;
  /** Aborted as the platform begins to stop. */
  readonly stopping: AbortSignal;
}

type NeededModules = Readonly<Record<string, PlatformModule>>;

type PartsOf<Needs> = {
  readonly [Name in keyof Needs]: Needs[Name] extends PlatformModule<infer Part> ? Part : never;
};

interface ModuleOf<Part, NeededParts> {
  /** For progress lines and errors. */
  readonly name: string;
  /** Starts the part that runs, when the parts it needs have started. */
  start(needed: NeededParts, platform: PlatformContext): Promise<Part> | Part;
  /** Stops it, when the parts that need it have stopped. */
  stop?(part: Part): Promise<void> | void;
  /** The resource types that it runs. Called before anything is deployed. */
  resources?(part: Part, needed: NeededParts, platform: PlatformContext): ResourceProviders;
  /** Called when every resource is created: for work that needs all of them. */
  deployed?(part: Part, platform: PlatformContext): Promise<void> | void;
}

/** A service of the local platform: `module.ts` of each folder exports one, as `module`. */
export interface PlatformModule<Part = unknown> extends ModuleOf<Part, Readonly<Record<string, unknown>>> {
  readonly needs: NeededModules;
}

/** Declares a module; the parts of the modules in `needs` reach it by the same names. */
export const platformModule = <Part, const Needs extends NeededModules = Readonly<Record<never, PlatformModule>>>(
  declared: ModuleOf<Part, PartsOf<Needs>> & { readonly needs?: Needs },
): PlatformModule<Part> => ({ ...declared, needs: declared.needs ?? {} });
