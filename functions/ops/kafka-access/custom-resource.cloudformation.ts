import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';

/** A provided custom resource. */
interface ProvidedResource {
  /** A changed id makes CloudFormation delete the resource of the old id. */
  readonly physicalId: string;
  /** For `Fn::GetAtt`. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface CustomResource {
  /**
   * Creates or updates the resource from its properties.
   * @throws {TransientError} not possible yet: another invocation retries.
   */
  provide(properties: Readonly<Record<string, unknown>>, deadline: Deadline): Promise<ProvidedResource>;
  remove(physicalId: string): Promise<void>;
}

/** The time left to respond. */
interface Deadline {
  remainingMs(): number;
}

/** CloudFormation's request with the time of its first invocation. */
interface RepeatedRequest {
  /** Epoch ms of the first invocation; absent in it. */
  readonly StartedAt?: number;
}

export interface CustomResourceOptions {
  /** Invokes the same function asynchronously with the request. */
  readonly reinvoke: (request: object, context: Context) => Promise<void>;
  readonly now?: () => number;
}

/** Reserved before Lambda's timeout for the response: without one, the stack waits for an hour. */
const reserveMs = 10_000;
/**
 * Time limit of retries. Amazon MSK documents up to ten minutes until brokers know the users of an associated secret;
 * CloudFormation waits for an hour.
 */
const retryLimitMs = 20 * 60_000;
const attempts = 3;
/** CloudFormation accepts a response of 4,096 bytes. */
const longestReason = 1_000;

/**
 * The Lambda handler of custom resources: always sends the outcome to the request's `ResponseURL`, and continues in another
 * invocation if one is too short.
 * @param resources by their type, `Custom::…`.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
 */
export const customResourceHandler =
  (resources: Readonly<Record<string, CustomResource>>, { reinvoke, now = Date.now }: CustomResourceOptions) =>
  async (event: CloudFormationCustomResourceEvent & RepeatedRequest, context: Context): Promise<void> => {
    const { StackId, RequestId, LogicalResourceId, StartedAt = now() } = event;
    const deadline = { remainingMs: () => context.getRemainingTimeInMillis() - reserveMs };
    let outcome: object;
    try {
      outcome = await succeed(resources[event.ResourceType], event, deadline);
    } catch (error) {
      console.error(error);
      if (error instanceof TransientError && event.RequestType !== 'Delete' && now() - StartedAt < retryLimitMs) {
        const reinvoked = await reinvoke({ ...event, StartedAt }, context).then(
          () => true,
          (failure: unknown) => console.error(failure),
        );
        if (reinvoked) return;
      }
      outcome = failed(event, error);
    }
    await respond(event.ResponseURL, JSON.stringify({ StackId, RequestId, LogicalResourceId, ...outcome }));
  };

const succeed = async (
  resource: CustomResource | undefined,
  event: CloudFormationCustomResourceEvent,
  deadline: Deadline,
): Promise<object> => {
  if (resource === undefined) throw new Error(`this function provides no ${event.ResourceType}`);
  if (event.RequestType === 'Delete') {
    await resource.remove(event.PhysicalResourceId);
    return { Status: 'SUCCESS', PhysicalResourceId: event.PhysicalResourceId };
  }
  const { physicalId, attributes } = await resource.provide(event.ResourceProperties, deadline);
  return { Status: 'SUCCESS', PhysicalResourceId: physicalId, Data: attributes };
};

/** A failed update keeps the id: CloudFormation would delete the resource of another one. */
const failed = (event: CloudFormationCustomResourceEvent, error: unknown): object => {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    Status: 'FAILED',
    Reason: reason.slice(0, longestReason),
    PhysicalResourceId: event.RequestType === 'Create' ? `${event.LogicalResourceId}-failed` : event.PhysicalResourceId,
  };
};

/** Sends an empty content type, because the URL is signed for it. */
const respond = async (url: string, body: string): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(url, { method: 'PUT', body, headers: { 'content-type': '' } });
      if (response.ok) return;
      throw new Error(`CloudFormation answered ${response.status} to the outcome of its request`);
    } catch (error) {
      if (attempt === attempts) throw error;
    }
  }
};
