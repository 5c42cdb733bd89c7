import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync } from 'esbuild';
import { ConfigurationError } from '../../config/configuration-error.ts';

/** Location of the handler in a bundle, for the Lambda runtime. */
export const bundleHandler = 'index.handler';

/**
 * The SDK's lazy sources of credentials, after the environment. Lambda provides them in the environment, the first source, so
 * that none of these is ever loaded.
 */
const otherCredentials = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

/** Used by few stages, and then by few calls: loaded from the SDK in the runtime when they are. */
const loadedWhenUsed = ['@aws-sdk/client-sesv2', '@aws-sdk/client-sns'];

/** Smaller or faster stand-ins for packages of the tracer's. */
const patches = {
  semver: new URL('../../../patches/semver-gte.cjs', import.meta.url),
  asyncContext: new URL('../../../patches/async-context.cjs', import.meta.url),
};

/** CommonJS starts faster than ESM, and a bundled SDK faster than the one in the runtime. */
const buildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  // CommonJS wherever the file lies, also below a `package.json` of another module type.
  outExtension: { '.js': '.cjs' },
  external: [...otherCredentials, ...loadedWhenUsed],
  alias: { semver: fileURLToPath(patches.semver), 'cls-hooked/context': fileURLToPath(patches.asyncContext) },
  // The runtime's own packages are found by `require` alone.
  supported: { 'dynamic-import': false },
  logLevel: 'silent',
} satisfies BuildOptions;

export interface FunctionBundlesProps {
  /** Folder of the handlers: `<service>/<use case>/<use case>.handler.ts`. */
  readonly handlers: string;
  /** `<service>/<use-case>` of every function there is. */
  readonly names: readonly string[];
  /** The output folder: `<name>/index.cjs`. */
  readonly output: string;
  /** Environment variables that are known when bundling: branches for other values are dropped. */
  readonly known?: Readonly<Record<string, string>>;
}

/** The code of all functions, built together on first use. */
export class FunctionBundles {
  readonly #props: FunctionBundlesProps;
  #built = false;

  constructor(props: FunctionBundlesProps) {
    this.#props = props;
  }

  /**
   * The bundle of a function as an asset, named by its content: code that did not change is not deployed again.
   * @throws {ConfigurationError} a handler is missing.
   */
  code(name: string): AssetCode {
    if (!this.#built) this.#build();
    this.#built = true;
    return Code.fromAsset(join(this.#props.output, name));
  }

  #build(): void {
    const { handlers, names, output, known = {} } = this.#props;
    const entries = names.map((name) => ({ name, path: join(handlers, name, `${basename(name)}.handler.ts`) }));
    const missing = entries.filter(({ path }) => !existsSync(path));
    if (missing.length > 0) {
      throw new ConfigurationError(
        `No handler for ${missing.map(({ name, path }) => `function ${name}: ${path} does not exist`).join('; ')}.`,
      );
    }
    buildSync({
      ...buildOptions,
      entryPoints: entries.map(({ name, path }) => ({ in: path, out: `${name}/index` })),
      outdir: output,
      define: Object.fromEntries(
        Object.entries(known).map(([name, value]) => [`process.env.${name}`, JSON.stringify(value)]),
      ),
    });
  }
}
