import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';

/** What a custom resource is once it exists. */
interface ProvidedResource {
  /** Another id than before tells CloudFormation to delete the resource of the old id. */
  readonly physicalId: string;
  /** For `Fn::GetAtt`. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface CustomResource {
  /**
   * For create and update alike: makes the resource what its properties say.
   * @throws {TransientError} not yet possible: it is asked again by another invocation.
   */
  provide(properties: Readonly<Record<string, unknown>>, deadline: Deadline): Promise<ProvidedResource>;
  remove(physicalId: string): Promise<void>;
}

/** Until when an answer can still be given. */
interface Deadline {
  remainingMs(): number;
}

/** CloudFormation's request, and since when it is being worked on. */
interface RepeatedRequest {
  /** Epoch ms of the first invocation; absent in it. */
  readonly AskedSince?: number;
}

export interface CustomResourceOptions {
  /** Hands the request to another invocation of the same function, and returns at once. */
  readonly askAgain: (request: object, context: Context) => Promise<void>;
  readonly now?: () => number;
}

/** Kept from Lambda's timeout to answer in: a stack whose custom resource is silent hangs for an hour. */
const reserveMs = 10_000;
/**
 * How long requests are asked again. Amazon MSK documents up to ten minutes until brokers know the users of an associated
 * secret, CloudFormation waits for an hour.
 */
const patienceMs = 20 * 60_000;
const attempts = 3;
/** CloudFormation takes 4,096 bytes in all. */
const longestReason = 1_000;

/**
 * A Lambda handler that does as CloudFormation says and puts the outcome to the request's `ResponseURL`, whatever happens.
 * What takes longer than one invocation goes on in the next one.
 * @param resources by their type, `Custom::…`.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
 */
export const customResourceHandler =
  (resources: Readonly<Record<string, CustomResource>>, { askAgain, now = Date.now }: CustomResourceOptions) =>
  async (event: CloudFormationCustomResourceEvent & RepeatedRequest, context: Context): Promise<void> => {
    const { StackId, RequestId, LogicalResourceId, AskedSince = now() } = event;
    const deadline = { remainingMs: () => context.getRemainingTimeInMillis() - reserveMs };
    let outcome: object;
    try {
      outcome = await succeed(resources[event.ResourceType], event, deadline);
    } catch (error) {
      console.error(error);
      if (error instanceof TransientError && event.RequestType !== 'Delete' && now() - AskedSince < patienceMs) {
        const asked = await askAgain({ ...event, AskedSince }, context).then(
          () => true,
          (failure: unknown) => console.error(failure),
        );
        if (asked) return;
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

/** The URL is signed for an empty content type. */
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
