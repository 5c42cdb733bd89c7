import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';

/** Permissions of a caller for a service that encrypts and decrypts on its behalf. */
export const encryption: readonly string[] = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** The name of a service in this region, in `kms:ViaService`. */
export const viaService = (service: string): string => `${service}.${Aws.REGION}.amazonaws.com`;

const uses = {
  read: ['kms:Decrypt', 'kms:DescribeKey'],
  readWrite: encryption,
  /** Of objects in S3, each under a key that this one encrypts. */
  deliver: ['kms:Decrypt', 'kms:GenerateDataKey'],
} as const;

/** Permissions of a role that uses a key through services. */
export const useOfKey = (
  { keyArn }: Pick<IKey, 'keyArn'>,
  services: readonly string[],
  access: keyof typeof uses,
): PolicyStatement =>
  new PolicyStatement({
    actions: [...uses[access]],
    resources: [keyArn],
    conditions: { StringEquals: { 'kms:ViaService': services.map(viaService) } },
  });
