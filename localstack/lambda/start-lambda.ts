import { type InvokeApi, type InvokeApiSettings, startInvokeApi } from './invoke-api.ts';
import { LocalLambda, type LocalLambdaSettings } from './local-lambda.ts';

export interface LambdaService {
  readonly lambda: LocalLambda;
  /** The Lambda API on loopback; functions get it as `AWS_ENDPOINT_URL_LAMBDA`. */
  readonly url: string;
  /** Ends all function processes and the API. */
  close(): Promise<void>;
}

/** Starts the functions' runtime and the Lambda API together. */
export const startLambda = async (settings: LocalLambdaSettings & InvokeApiSettings): Promise<LambdaService> => {
  // The API needs the functions and they need its address, which exists only once it listens.
  const environment: Record<string, string> = { ...settings.environment };
  const lambda = new LocalLambda({ ...settings, environment });
  const api: InvokeApi = await startInvokeApi(lambda, settings);
  environment['AWS_ENDPOINT_URL_LAMBDA'] = api.url;
  return {
    lambda,
    url: api.url,
    close: async () => {
      await lambda.close();
      await api.close();
    },
  };
};
