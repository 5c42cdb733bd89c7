import { randomUUID } from 'node:crypto';
import type { Invoker } from '../lambda/invoker.ts';
import { derivedHex } from '../template/derived-identifiers.ts';
import { stackId } from '../template/pseudo-parameters.ts';
import type {
  CreatedResource,
  ResourceContext,
  ResourceProperties,
  ResourceProvider,
} from '../template/resource-provider.ts';
import { TemplateError } from '../template/template-error.ts';
import { type CustomResourceResponse, type ResponseEndpoint, startResponseEndpoint } from './response-endpoint.ts';

const defaultTimeoutMs = 120_000;

/**
 * Creates a custom resource as CloudFormation does: invokes the function of `ServiceToken` with a request of type `Create` and waits for
 * the response it puts to the request's `ResponseURL`, a loopback address here.
 *
 * The provider's errors: the response's `Reason` when it is FAILED, the function's error when it ends without a response, or a timeout
 * (`ServiceTimeout` seconds when the template sets it).
 */
export const customResourceProvider =
  (invoker: Invoker): ResourceProvider =>
  async (properties, context) => {
    const { ServiceToken, ServiceTimeout } = properties;
    if (typeof ServiceToken !== 'string') throw new TemplateError('ServiceToken is not the ARN of a function');
    const timeoutMs = ServiceTimeout === undefined ? defaultTimeoutMs : Number(ServiceTimeout) * 1_000;
    const endpoint = await startResponseEndpoint();
    try {
      const request = createRequest(properties, context, endpoint.url);
      return created(await answer(invoker, ServiceToken, request, endpoint, timeoutMs), context);
    } finally {
      await endpoint.close();
    }
  };

/** AWS: "Custom resource request objects". */
const createRequest = (properties: ResourceProperties, context: ResourceContext, responseUrl: string) => ({
  RequestType: 'Create',
  RequestId: randomUUID(),
  ResponseURL: responseUrl,
  StackId: stackId(context.stack, context),
  ResourceType: context.type,
  LogicalResourceId: context.logicalId,
  ResourceProperties: asStrings(properties),
});

/** CloudFormation gives custom resources every number and boolean as a string. */
const asStrings = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asStrings);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asStrings(inner)]));
  }
  return String(value);
};

const answer = async (
  invoker: Invoker,
  functionArn: string,
  request: object,
  endpoint: ResponseEndpoint,
  timeoutMs: number,
): Promise<CustomResourceResponse> => {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  const timedOut = new Promise<never>((_resolve, reject) => {
    timeout.signal.addEventListener('abort', () => {
      reject(new TemplateError(`no response to ResponseURL within ${timeoutMs / 1_000} s`));
    });
  });
  const failed = invoker
    .invoke(functionArn, JSON.stringify(request), { signal: timeout.signal })
    .then(({ functionError, payload }): Promise<never> | never => {
      if (functionError !== undefined) throw new TemplateError(`${functionArn} failed: ${payload}`);
      // The function returned: CloudFormation still waits for the response, which may be sent after the return.
      return new Promise<never>(() => undefined);
    });
  try {
    return await Promise.race([endpoint.response, failed, timedOut]);
  } finally {
    clearTimeout(timer);
  }
};

const created = (response: CustomResourceResponse, { stack, logicalId }: ResourceContext): CreatedResource => {
  if (response.Status !== 'SUCCESS')
    throw new TemplateError(response.Reason ?? 'the custom resource failed without a reason');
  const attributes = Object.entries(response.Data ?? {}).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return {
    ref: response.PhysicalResourceId ?? `${stack}-${logicalId}-${derivedHex(`${stack}/${logicalId}`, 12)}`,
    attributes: Object.fromEntries(attributes),
  };
};
