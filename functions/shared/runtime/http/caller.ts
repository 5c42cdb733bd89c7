import type { APIGatewayProxyEvent } from 'aws-lambda';

/** The sender of a request. */
export interface Caller {
  /** Owns the resources that it creates and its Idempotency-Keys. Outlives its credentials. */
  readonly client: string;
  /** For the audit trail: the client with its session and access key, if known. */
  readonly actor: string;
}

/** Longest actor in an event. */
const actorLength = 256;

const alike = (client: string): Caller => ({ client, actor: client.slice(0, actorLength) });

/** Prefix of the stage variables that list the keys of a client, oldest first. */
const keysOfClient = 'client_';

/**
 * The first key of the client that owns the key. API Gateway passes the key's id, never its name or usage plan; stage variables
 * group the keys of a client. A key in no group is a client of its own.
 */
const firstKeyOf = (apiKeyId: string, { stageVariables }: APIGatewayProxyEvent): string => {
  const lists = Object.entries(stageVariables ?? {}).filter(([name]) => name.startsWith(keysOfClient));
  const own = lists.map(([, ids]) => ids?.split(',') ?? []).find((ids) => ids.includes(apiKeyId));
  return own?.[0] ?? apiKeyId;
};

/** `arn:aws:sts::<account>:assumed-role/<role>/<session>` */
const assumedRole = /^(arn:[^:]+:sts::\d+:assumed-role\/[^/]+)\/(.+)$/;

/** Set for a stage whose operator policy only admits sessions named after their source identity. */
const bySourceIdentity = 'sourceIdentity';

/**
 * The signer of a request. The principal that assumes a role chooses the session name freely, so that it is no identity unless
 * IAM checks it against the source identity. The audit trail still records it, with the access key, by which CloudTrail finds
 * the principal and its source identity.
 */
const signer = (userArn: string, { requestContext, stageVariables }: APIGatewayProxyEvent): Caller => {
  const [, role, session] = assumedRole.exec(userArn) ?? [];
  if (role === undefined || stageVariables?.['operators'] === bySourceIdentity) return alike(`iam:${userArn}`);
  const { accessKey } = requestContext.identity;
  const sessionDetails = [`session ${session}`, ...(accessKey ? [`access key ${accessKey}`] : [])].join(', ');
  return { client: `iam:${role}`, actor: `iam:${role} (${sessionDetails})`.slice(0, actorLength) };
};

/** @param user the subject of the request's token, if it has one. */
export const callerOf = (event: APIGatewayProxyEvent, user: string | undefined): Caller => {
  const { identity } = event.requestContext;
  if (user !== undefined) return alike(`user:${user}`);
  // Signed requests: the identity that AWS has verified.
  if (identity.userArn) return signer(identity.userArn, event);
  return alike(identity.apiKeyId ? `key:${firstKeyOf(identity.apiKeyId, event)}` : 'anonymous');
};
