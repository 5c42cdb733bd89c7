import { randomBytes } from 'node:crypto';

/** An IAM user of this machine's account, with its access key. */
export interface IamIdentity {
  readonly accountId: string;
  readonly userArn: string;
  /** IAM's unique id of the user: `AIDA…`. */
  readonly userId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** ARNs of the managed policies attached. Actions that none of them allows are refused. */
  readonly policyArns: readonly string[];
}

/** The identities of the account with their policies. They live as long as the platform: every start makes new keys. */
export class IamIdentities {
  readonly #accountId: string;
  readonly #byAccessKey = new Map<string, IamIdentity>();
  readonly #policies = new Map<string, unknown>();

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  addPolicy(arn: string, document: unknown): void {
    this.#policies.set(arn, document);
  }

  addUser(name: string, policyArns: readonly string[]): IamIdentity {
    const identity: IamIdentity = {
      accountId: this.#accountId,
      userArn: `arn:aws:iam::${this.#accountId}:user/${name}`,
      userId: `AIDA${randomDigits()}`,
      accessKeyId: `AKIA${randomDigits()}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      policyArns,
    };
    this.#byAccessKey.set(identity.accessKeyId, identity);
    return identity;
  }

  byAccessKey(accessKeyId: string): IamIdentity | undefined {
    return this.#byAccessKey.get(accessKeyId);
  }

  policiesOf({ policyArns }: IamIdentity): readonly unknown[] {
    return policyArns.flatMap((arn) => (this.#policies.has(arn) ? [this.#policies.get(arn)] : []));
  }
}

/** Sixteen letters and digits, as in AWS's ids. */
const randomDigits = (): string =>
  BigInt(`0x${randomBytes(16).toString('hex')}`)
    .toString(36)
    .toUpperCase()
    .padStart(25, '0')
    .slice(-16);
