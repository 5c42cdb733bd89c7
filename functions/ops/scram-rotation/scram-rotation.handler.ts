import { randomBytes } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import type { SecretsManagerRotationEvent } from 'aws-lambda';
import { rotateScramSecret } from './scram-rotation.ts';
import { secretsManagerVersions } from './secret-versions.secrets-manager.ts';

const logger = new Logger();
const rotate = rotateScramSecret({
  versions: secretsManagerVersions(),
  newPassword: () => randomBytes(24).toString('base64url'),
});

/** Called by Secrets Manager for each step of a rotation. */
export const handler = async (event: SecretsManagerRotationEvent): Promise<void> => {
  const { Step: step, SecretId: secretId, ClientRequestToken: versionId } = event;
  await rotate({ step, secretId, versionId });
  logger.info('Password rotation', { step, secretId, versionId });
};
