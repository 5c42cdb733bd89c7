/** A function of the template. */
export interface FunctionDefinition {
  readonly name: string;
  /** `<file>.<export>`, for instance `index.handler`. */
  readonly handler: string;
  /** The unpacked deployment package. */
  readonly codeFolder: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** `Environment.Variables` of the template. */
  readonly environment: Readonly<Record<string, string>>;
  /** Absent: the function shares the platform's default limit. */
  readonly reservedConcurrency?: number;
  /**
   * Most calls that one environment takes at a time: the function runs on Lambda Managed Instances. Absent: one call at a time, as on
   * Lambda by default.
   */
  readonly callsPerEnvironment?: number;
  /** Format of what `console` writes; the default is Lambda's, `Text`. */
  readonly logFormat?: 'Text' | 'JSON';
}

/** Region and account of functions in the (imagined) AWS account. */
export interface Account {
  readonly id: string;
  readonly region: string;
}

export const functionArn = ({ id, region }: Account, name: string): string =>
  `arn:aws:lambda:${region}:${id}:function:${name}`;
