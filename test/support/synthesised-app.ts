import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { OrderstreamApp, type OrderstreamAppProps } from '../../lib/orderstream-app.ts';
import { writeHandlerStubs } from './handler-stubs.ts';

type StackName = 'network' | 'kafka' | 'data' | 'schemas' | 'services' | 'api' | 'observability';

export interface SynthesisedApp {
  readonly templates: Readonly<Record<StackName, Template>>;
  /** Only where the stage keeps an archive. */
  readonly archive: Template | undefined;
  /** The names of the stacks that are deployed before a stack. */
  readonly dependencies: Readonly<Record<StackName, readonly string[]>>;
  /** The annotations of the synthesis by stack, at any level. */
  readonly notes: Readonly<Record<StackName, readonly string[]>>;
}

const perStack = <T>(of: (name: StackName) => T): Readonly<Record<StackName, T>> => ({
  network: of('network'),
  kafka: of('kafka'),
  data: of('data'),
  schemas: of('schemas'),
  services: of('services'),
  api: of('api'),
  observability: of('observability'),
});

/** The application with small handlers in place of the real ones; nothing of it stays on disk. */
export const synthesise = (props: Partial<OrderstreamAppProps> = {}): SynthesisedApp => {
  const outdir = mkdtempSync(join(tmpdir(), 'orderstream-synth-'));
  try {
    const app = new OrderstreamApp({
      functionsFolder: writeHandlerStubs(outdir),
      outdir,
      validate: false,
      ...props,
    });
    return {
      templates: perStack((name) => Template.fromStack(app[name])),
      archive: app.archive && Template.fromStack(app.archive),
      dependencies: perStack((name) => app[name].dependencies.map(({ stackName }) => stackName)),
      notes: perStack((name) => {
        const annotations = Annotations.fromStack(app[name]);
        return [
          ...annotations.findInfo('*', Match.anyValue()),
          ...annotations.findWarning('*', Match.anyValue()),
          ...annotations.findError('*', Match.anyValue()),
        ].map(({ level, entry }) => `${level}: ${String(entry.data)}`);
      }),
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};
