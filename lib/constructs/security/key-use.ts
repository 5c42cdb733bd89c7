import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';

/** What a caller of a service needs so that the service may encrypt and decrypt for it. */
export const encryption: readonly string[] = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** The name of a service in this region, as keys know it. */
export const viaService = (service: string): string => `${service}.${Aws.REGION}.amazonaws.com`;

const uses = {
  read: ['kms:Decrypt', 'kms:DescribeKey'],
  readWrite: encryption,
  /** Of objects in S3, each under a key that this one encrypts. */
  deliver: ['kms:Decrypt', 'kms:GenerateDataKey'],
} as const;

/** What a role needs to use a key through services. */
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
