import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';

/** What a custom resource is once it exists. */
interface ProvidedResource {
  /** Another id than before tells CloudFormation to delete the resource of the old id. */
  readonly physicalId: string;
  /** For `Fn::GetAtt`. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface CustomResource {
  /** For create and update alike: makes the resource what its properties say. */
  provide(properties: Readonly<Record<string, unknown>>, deadline: Deadline): Promise<ProvidedResource>;
  remove(physicalId: string): Promise<void>;
}

/** Until when an answer can still be given. */
export interface Deadline {
  remainingMs(): number;
}

/** Kept from Lambda's timeout to answer in: a stack whose custom resource is silent hangs for an hour. */
const reserveMs = 10_000;
const attempts = 3;
/** CloudFormation takes 4,096 bytes in all. */
const longestReason = 1_000;

/**
 * A Lambda handler that does as CloudFormation says and puts the outcome to the request's `ResponseURL`, whatever happens.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
 */
export const customResourceHandler =
  (resource: CustomResource) =>
  async (event: CloudFormationCustomResourceEvent, context: Context): Promise<void> => {
    const deadline = { remainingMs: () => context.getRemainingTimeInMillis() - reserveMs };
    const outcome = await settled(resource, event, deadline);
    const { StackId, RequestId, LogicalResourceId } = event;
    await respond(event.ResponseURL, JSON.stringify({ StackId, RequestId, LogicalResourceId, ...outcome }));
  };

const settled = async (resource: CustomResource, event: CloudFormationCustomResourceEvent, deadline: Deadline) => {
  const knownId = event.RequestType === 'Create' ? undefined : event.PhysicalResourceId;
  try {
    if (event.RequestType === 'Delete') {
      await resource.remove(event.PhysicalResourceId);
      return { Status: 'SUCCESS', PhysicalResourceId: event.PhysicalResourceId };
    }
    const { physicalId, attributes } = await resource.provide(event.ResourceProperties, deadline);
    return { Status: 'SUCCESS', PhysicalResourceId: physicalId, Data: attributes };
  } catch (error) {
    console.error(error);
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return {
      Status: 'FAILED',
      Reason: reason.slice(0, longestReason),
      PhysicalResourceId: knownId ?? `${event.LogicalResourceId}-failed`,
    };
  }
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
