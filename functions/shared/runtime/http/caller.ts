import type { APIGatewayProxyEvent } from 'aws-lambda';

/** Whom a request is from. */
export interface Caller {
  /** Whatever it creates belongs to it, and its Idempotency-Keys are its own. Outlives its credentials. */
  readonly client: string;
  /** For the audit: the client, with what else is known of whose hand it was. */
  readonly actor: string;
}

/** Longest actor of an event. */
const actorLength = 256;

const alike = (client: string): Caller => ({ client, actor: client.slice(0, actorLength) });

/** Prefix of the stage variables that name the keys of a client, the oldest first. */
const keysOfClient = 'client_';

/**
 * The first key of the client that the key belongs to. API Gateway hands over the key's id, never its name or its plan; the
 * stage says which keys are one client's. A key that it does not mention is a client by itself.
 */
const firstKeyOf = (apiKeyId: string, { stageVariables }: APIGatewayProxyEvent): string => {
  const lists = Object.entries(stageVariables ?? {}).filter(([name]) => name.startsWith(keysOfClient));
  const own = lists.map(([, ids]) => ids?.split(',') ?? []).find((ids) => ids.includes(apiKeyId));
  return own?.[0] ?? apiKeyId;
};

/** `arn:aws:sts::<account>:assumed-role/<role>/<session>` */
const assumedRole = /^(arn:[^:]+:sts::\d+:assumed-role\/[^/]+)\/(.+)$/;

/** The stage whose policy for operators lets in only sessions that are named after their source identity. */
const bySourceIdentity = 'sourceIdentity';

/**
 * Whose signature it is. The name of a session is chosen by whoever assumes the role and another one the next hour, so that it
 * is no identity, unless IAM has held it against the source identity. The audit names it all the same, with the access key:
 * under that, CloudTrail has who assumed the role and as which source identity.
 */
const signer = (userArn: string, { requestContext, stageVariables }: APIGatewayProxyEvent): Caller => {
  const [, role, session] = assumedRole.exec(userArn) ?? [];
  if (role === undefined || stageVariables?.['operators'] === bySourceIdentity) return alike(`iam:${userArn}`);
  const { accessKey } = requestContext.identity;
  const hand = [`session ${session}`, ...(accessKey ? [`access key ${accessKey}`] : [])].join(', ');
  return { client: `iam:${role}`, actor: `iam:${role} (${hand})`.slice(0, actorLength) };
};

/** @param user the subject of the request's token, if it has one. */
export const callerOf = (event: APIGatewayProxyEvent, user: string | undefined): Caller => {
  const { identity } = event.requestContext;
  if (user !== undefined) return alike(`user:${user}`);
  // Signed requests: the identity that AWS has verified.
  if (identity.userArn) return signer(identity.userArn, event);
  return alike(identity.apiKeyId ? `key:${firstKeyOf(identity.apiKeyId, event)}` : 'anonymous');
};
