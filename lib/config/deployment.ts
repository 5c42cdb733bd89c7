import type { AssetCode } from 'aws-cdk-lib/aws-lambda';
import type { localStackStage } from './localstack-stage.ts';
import type { StageConfig } from './stage-config.ts';
import type { StageName } from './stages.ts';

/** One deployment of the application: what every stack is told. */
export interface Deployment {
  readonly stage: StageName | typeof localStackStage;
  readonly config: StageConfig;
  /** The bundle of each function: a construct builds them. */
  readonly bundles: { code(functionName: string): AssetCode };
}

/** The start of all names that are visible outside their stack: `orderstream-dev-order-intake`. */
export const nameIn = ({ stage }: Deployment, ...parts: readonly string[]): string =>
  ['orderstream', stage, ...parts].join('-');
