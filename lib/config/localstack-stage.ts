import type { StageConfig } from './stage-config.ts';
import { stageConfig } from './stages.ts';

/** The stage of LocalStack: the part of `dev` that its free edition supports. Kafka and its consumers run elsewhere. */
export const localStackStage = 'localstack';

/** Brokers of `localstack/compose.yml`, as functions in its network reach them. */
export const composeBrokers = [1, 2, 3, 4, 5].map((node) => `kafka-${node}:9094`).join(',');

export const localStackConfig: StageConfig = stageConfig('dev');
