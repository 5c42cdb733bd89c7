import { join } from 'node:path';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { stageConfig, stageNames } from '../../lib/config/stages.ts';
import { OrderstreamApp, type OrderstreamAppProps } from '../../lib/orderstream-app.ts';
import { writeHandlerStubs } from '../support/handler-stubs.ts';

const { api } = stageConfig('prod');

/** Every stage as it is, and one with all that the context can add to it. */
const variants: ReadonlyMap<string, Partial<OrderstreamAppProps>> = new Map([
  ...stageNames.map((stage): [string, Partial<OrderstreamAppProps>] => [stage, { stage }]),
  [
    'prod-with-options',
    {
      stage: 'prod',
      config: {
        api: {
          ...api,
          clients: { issuer: 'https://login.shop.example', audience: 'orderstream' },
          domain: { name: 'api.shop.example', hostedZoneId: 'Z0123456789ABCDEFGHIJ' },
        },
        payment: { ...stageConfig('prod').payment, gateway: 'stripe' },
      },
    },
  ],
]);

/** The templates of all stages, with small handlers in place of the real ones. The CDK's own validation takes seconds. */
export const synthesisedStages = (outdir: string, validate: boolean): ReadonlyMap<string, CloudAssembly> => {
  const functionsFolder = writeHandlerStubs(outdir);
  return new Map(
    [...variants].map(([name, props]) => [
      name,
      new OrderstreamApp({ functionsFolder, outdir: join(outdir, name), validate, ...props }).synth(),
    ]),
  );
};
