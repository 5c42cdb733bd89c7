import type { Secret, SecretStore } from './secret-store.ts';

/** A refusal with the Secrets Manager API's own message. */
export class SecretsError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

type Input = Readonly<Record<string, unknown>>;

/**
 * Answers an operation of the Secrets Manager API from `store`: GetSecretValue, BatchGetSecretValue, DescribeSecret and
 * ListSecrets.
 * @throws {SecretsError}
 */
export function callSecretsApi(store: SecretStore, operation: string, input: Input): object {
  switch (operation) {
    case 'GetSecretValue':
      return secretValue(store, input);
    case 'BatchGetSecretValue':
      return batch(store, input);
    case 'DescribeSecret':
      return description(find(store, input['SecretId']));
    case 'ListSecrets':
      if (input['Filters'] !== undefined) throw invalid('Filters are not supported locally');
      return { SecretList: store.list().map(description) };
    default:
      throw new SecretsError('UnknownOperationException', `${operation} is not supported locally`);
  }
}

function secretValue(store: SecretStore, input: Input): object {
  const secret = find(store, input['SecretId']);
  const { VersionStage: stage = 'AWSCURRENT', VersionId: version = secret.versionId } = input;
  if (stage !== 'AWSCURRENT') {
    throw notFound(`Secrets Manager can't find the specified secret value for staging label: ${stage}`);
  }
  if (version !== secret.versionId) {
    throw notFound(`Secrets Manager can't find the specified secret value for VersionId: ${version}`);
  }
  return value(secret);
}

function batch(store: SecretStore, input: Input): object {
  const ids = input['SecretIdList'];
  if (!Array.isArray(ids)) throw invalid('You must provide SecretIdList; Filters are not supported locally');
  const found = ids.map((id: unknown) => ({ id, secret: typeof id === 'string' ? store.find(id) : undefined }));
  return {
    SecretValues: found.flatMap(({ secret }) => (secret ? [value(secret)] : [])),
    Errors: found.flatMap(({ id, secret }) =>
      secret ? [] : [{ SecretId: id, ErrorCode: 'ResourceNotFoundException', Message: cannotFind }],
    ),
  };
}

const cannotFind = "Secrets Manager can't find the specified secret.";

function find(store: SecretStore, secretId: unknown): Secret {
  if (typeof secretId !== 'string' || secretId === '') throw invalid('You must provide SecretId');
  const secret = store.find(secretId);
  if (!secret) throw notFound(cannotFind);
  return secret;
}

function value(secret: Secret): object {
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: secret.versionId,
    SecretString: secret.secretString,
    VersionStages: ['AWSCURRENT'],
    CreatedDate: seconds(secret.createdAt),
  };
}

function description(secret: Secret): object {
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(secret.description !== undefined && { Description: secret.description }),
    CreatedDate: seconds(secret.createdAt),
    LastChangedDate: seconds(secret.createdAt),
    VersionIdsToStages: { [secret.versionId]: ['AWSCURRENT'] },
  };
}

function seconds(date: Date): number {
  return date.getTime() / 1000;
}

function notFound(message: string): SecretsError {
  return new SecretsError('ResourceNotFoundException', message);
}

function invalid(message: string): SecretsError {
  return new SecretsError('InvalidParameterException', message);
}
