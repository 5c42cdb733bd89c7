import {
  InternalServerError,
  ProvisionedThroughputExceededException,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { requestOf, verbOf } from './command.ts';
import { metadata } from './store.ts';

/** As the SDK throws it when a request hangs. */
export const timeout = (): Error => Object.assign(new Error('The request timed out'), { name: 'TimeoutError' });

const cancelled = (command: object, Code: string, from: number): TransactionCanceledException => {
  const { TransactItems = [] } = requestOf(command);
  const at = Math.floor(from * TransactItems.length);
  return new TransactionCanceledException({
    ...metadata,
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${Code}]`,
    CancellationReasons: TransactItems.map((_, index) => ({ Code: index === at ? Code : 'None' })),
  });
};

export const throttled = () =>
  new ThrottlingException({ ...metadata, message: 'Throughput exceeds the current capacity' });

export const internalError = () => new InternalServerError({ ...metadata, message: 'Internal server error' });

/** A transaction has the reason beside one of its items. */
export const overCapacity = (command: object): Error =>
  verbOf(command) === 'TransactWrite'
    ? cancelled(command, 'ProvisionedThroughputExceeded', 0)
    : new ProvisionedThroughputExceededException({ ...metadata, message: 'The level of throughput was exceeded' });

/** @param from which item of a transaction, from 0 to 1. */
export const conflict = (command: object, from: number): Error =>
  verbOf(command) === 'TransactWrite'
    ? cancelled(command, 'TransactionConflict', from)
    : new TransactionConflictException({ ...metadata, message: 'Transaction is ongoing for the item' });
