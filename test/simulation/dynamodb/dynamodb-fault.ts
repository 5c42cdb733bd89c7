import { membersOf } from './batch-members.ts';
import { verbOf } from './command.ts';

/** Which members of a batch or a transaction: a share of them, from one on. Both from 0 to 1. */
export interface Some {
  readonly share: number;
  readonly from: number;
}

const statementErrors = [
  'ThrottlingError',
  'TransactionConflict',
  'InternalServerError',
  'ProvisionedThroughputExceeded',
] as const;
type StatementError = (typeof statementErrors)[number];

const plainKinds = [
  /** Refused, and nothing done. */
  'throttled',
  'over-capacity',
  'internal-error',
  /** No answer, and nothing done. */
  'timeout',
  /** Done, and no answer. */
  'answer-lost',
  /** Done, its answer lost, and done again by the SDK: the caller has the second answer. */
  'repeated',
] as const;
const kindsOfSome = [
  /** Another transaction has the item; of a transaction, one of its items. */
  'conflict',
  /** A part of a batch was done, and no answer came. */
  'partly-applied',
  /** A part of a batch is not done, and named in the answer: never all. */
  'left-undone',
] as const;

const ofStatements = 'statements-failed';

export const dynamoDbFaults = [...plainKinds, ...kindsOfSome, ofStatements] as const;

/** What may go wrong with a request that is right. */
export type DynamoDbFault =
  | { readonly kind: (typeof plainKinds)[number] }
  | ({ readonly kind: (typeof kindsOfSome)[number] } & Some)
  /** Some statements of a batch fail. */
  | ({ readonly kind: typeof ofStatements; readonly code: StatementError } & Some);

export type DynamoDbFaultKind = DynamoDbFault['kind'];

const anyVerb = ['throttled', 'over-capacity', 'internal-error', 'timeout'] as const;
const oneItem: readonly DynamoDbFaultKind[] = ['answer-lost', 'repeated', 'conflict'];
const byVerb: Readonly<Record<string, readonly DynamoDbFaultKind[]>> = {
  Put: oneItem,
  Update: oneItem,
  Delete: oneItem,
  TransactWrite: oneItem,
  BatchWrite: ['answer-lost', 'repeated'],
  BatchExecuteStatement: ['answer-lost', 'repeated', 'statements-failed'],
};
const ofSeveral: Readonly<Record<string, readonly DynamoDbFaultKind[]>> = {
  BatchGet: ['left-undone'],
  BatchWrite: ['left-undone', 'partly-applied'],
  BatchExecuteStatement: ['partly-applied'],
};

/** The faults that may meet a command. */
export const faultsFor = (command: object): readonly DynamoDbFaultKind[] => {
  const verb = verbOf(command);
  const several = ofSeveral[verb];
  const more = several !== undefined && membersOf(command).length > 1 ? several : [];
  return [...anyVerb, ...(byVerb[verb] ?? []), ...more];
};

const isOneOf = <K extends string>(kinds: readonly K[], name: string): name is K => kinds.includes(name as K);

/** The fault of a kind. @param amount any number: the same chooses the same members and the same code. */
export const faultNamed = (kind: string, amount: number): DynamoDbFault => {
  const whole = Math.abs(Math.trunc(amount));
  const some = { share: (whole % 11) / 11, from: (whole % 13) / 13 };
  if (isOneOf(plainKinds, kind)) return { kind };
  if (isOneOf(kindsOfSome, kind)) return { kind, ...some };
  if (kind !== ofStatements) throw new Error(`DynamoDB has no fault "${kind}"`);
  return { kind, ...some, code: statementErrors[whole % statementErrors.length] ?? 'ThrottlingError' };
};
