import { Properties } from '../properties.ts';
import type { CloudAssembly } from '../template/cloud-assembly.ts';

/** The local folder of the deployment package that `Code` (`{S3Bucket, S3Key}`) names. */
export const codeFolder =
  (assembly: CloudAssembly) =>
  (code: unknown): string =>
    assembly.assetPath(new Properties({ Code: code }).record('Code')?.string('S3Key') ?? '');
