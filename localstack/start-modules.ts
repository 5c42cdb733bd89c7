import type { PlatformContext, PlatformModule } from './platform-module.ts';
import type { Shutdown } from './shutdown.ts';
import type { ResourceProviders } from './template/resource-provider.ts';

/** A platform's modules with their running parts. */
export class StartedModules {
  readonly #parts: ReadonlyMap<PlatformModule, unknown>;
  readonly #platform: PlatformContext;

  constructor(parts: ReadonlyMap<PlatformModule, unknown>, platform: PlatformContext) {
    this.#parts = parts;
    this.#platform = platform;
  }

  /** @throws {Error} the module was not started. */
  partOf<Part>(module: PlatformModule<Part>): Part {
    if (!this.#parts.has(module)) throw new Error(`the module ${module.name} is not started`);
    return this.#parts.get(module) as Part;
  }

  /** @throws {Error} two modules run the same type. */
  providers(): ResourceProviders {
    const runBy = new Map<string, string>();
    const provided = [...this.#parts].map(([module, part]) => {
      const providers = module.resources?.(part, this.#needed(module), this.#platform) ?? {};
      for (const type of Object.keys(providers)) {
        const other = runBy.get(type);
        if (other !== undefined) throw new Error(`the modules ${other} and ${module.name} both run ${type}`);
        runBy.set(type, module.name);
      }
      return providers;
    });
    return Object.assign({}, ...provided);
  }

  /** One module after the other, in the order of their names. */
  async deployed(): Promise<void> {
    for (const [module, part] of this.#parts) await module.deployed?.(part, this.#platform);
  }

  #needed({ needs }: PlatformModule): Readonly<Record<string, unknown>> {
    return Object.fromEntries(Object.entries(needs).map(([name, module]) => [name, this.partOf(module)]));
  }
}

/**
 * Starts all modules concurrently, each as soon as those it needs have started. Shutdown stops them in the opposite order, and
 * waits for those that are still starting.
 * @throws {Error} of the first module that failed to start.
 */
export const startModules = async (
  modules: readonly PlatformModule[],
  platform: PlatformContext,
  shutdown: Shutdown,
): Promise<StartedModules> => {
  const starting = new Map<PlatformModule, Promise<unknown>>();

  const start = (module: PlatformModule): Promise<unknown> => {
    const begun = starting.get(module);
    if (begun !== undefined) return begun;
    const needed = Object.entries(module.needs).map(async ([name, each]) => [name, await start(each)] as const);
    const part = Promise.all(needed).then((parts) => module.start(Object.fromEntries(parts), platform));
    starting.set(module, part);
    // The modules that it needs have been added before: they stop later.
    shutdown.add(module.name, () =>
      part.then(
        (started) => module.stop?.(started),
        () => undefined,
      ),
    );
    return part;
  };

  const started = await Promise.all(modules.map(async (module) => [module, await start(module)] as const));
  return new StartedModules(new Map(started), platform);
};
