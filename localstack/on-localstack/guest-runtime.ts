import { join } from 'node:path';
import { startMskEndpoint } from '../kafka/msk-endpoint.ts';
import type { LocalLambda } from '../lambda/local-lambda.ts';
import { startLambda } from '../lambda/start-lambda.ts';
import { unreservedConcurrency } from '../lambda/unreserved-concurrency.ts';
import { account, type LocalStackTarget } from './localstack-target.ts';

/** Functions in processes of this machine that use LocalStack's services. */
export interface GuestRuntime {
  readonly lambda: LocalLambda;
  /** The Lambda Invoke API of these functions. */
  readonly url: string;
  /** ARN of each cluster → its brokers as this machine reaches them: the bootstrap string of functions here. */
  readonly clusters: Map<string, string>;
  stop(): Promise<void>;
}

/** @param workFolder for the functions' code and logs. */
export const startGuestRuntime = async (
  { endpoint, region }: LocalStackTarget,
  workFolder: string,
): Promise<GuestRuntime> => {
  const clusters = new Map<string, string>();
  const msk = await startMskEndpoint(clusters);
  const service = await startLambda({
    account: { id: account, region },
    logDir: join(workFolder, 'logs', 'functions'),
    taskDir: join(workFolder, 'functions'),
    ...unreservedConcurrency(),
    environment: {
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
      AWS_ENDPOINT_URL_KAFKA: msk.url,
    },
  });
  return {
    lambda: service.lambda,
    url: service.url,
    clusters,
    stop: async () => {
      await service.close();
      await msk.stop();
    },
  };
};
