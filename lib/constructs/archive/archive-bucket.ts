import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectLockRetention,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { ServiceKey } from '../security/service-key.ts';

export interface ArchiveBucketProps {
  readonly key: ServiceKey;
  /** The bucket of the access log. */
  readonly accessLog: IBucket;
  readonly days: number;
  /** Object lock: until the retention ends, no principal changes or deletes an object. */
  readonly locked: boolean;
}

/** After this time access is rarer than weekly. */
const rarelyRead = Duration.days(90);
/** Overwritten or deleted objects can be restored for so long. */
const regretted = Duration.days(30);

/** A bucket that retains its objects: never public, TLS only, under a key of our own. */
export class ArchiveBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { key, accessLog, days, locked }: ArchiveBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      // One request to the key for many objects.
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      ...(locked && {
        objectLockEnabled: true,
        objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(days)),
      }),
      serverAccessLogsBucket: accessLog,
      serverAccessLogsPrefix: `${id.toLowerCase()}/`,
      lifecycleRules: [
        {
          transitions: [{ storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: rarelyRead }],
          expiration: Duration.days(days),
          noncurrentVersionExpiration: regretted,
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      // In every stage: an archive outlives the data that it copies.
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
