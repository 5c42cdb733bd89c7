import type { AssetCode } from 'aws-cdk-lib/aws-lambda';
import type { localStackStage } from './localstack-stage.ts';
import type { StageConfig } from './stage-config.ts';
import type { StageName } from './stages.ts';

/** One deployment of the application: the input of every stack. */
export interface Deployment {
  readonly stage: StageName | typeof localStackStage;
  readonly config: StageConfig;
  /** The bundle of each function, built by a construct. */
  readonly bundles: { code(functionName: string): AssetCode };
}

/** The prefix of all names that are visible outside their stack: `orderstream-dev-order-intake`. */
export const nameIn = ({ stage }: Deployment, ...parts: readonly string[]): string =>
  ['orderstream', stage, ...parts].join('-');
