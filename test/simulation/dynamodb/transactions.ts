import { IdempotentParameterMismatchException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type AttributeValue, equal, stored } from './attribute-value.ts';
import { checkDistinct } from './batches.ts';
import { type Decision, decided, type WriteKind } from './decision.ts';
import { ValidationException } from './expression.ts';
import { checkedRequest, type Request } from './requests.ts';
import { refusedItem } from './single-requests.ts';
import { metadata, type Store } from './store.ts';

const limit = 100;

const reasonOf = (request: Request, { kind, before }: Decision) => {
  if (kind === 'refused')
    return {
      Code: 'ConditionalCheckFailed',
      Message: 'The conditional request failed',
      ...refusedItem(request, before),
    };
  return { Code: kind === 'invalid' ? 'ValidationError' : 'None' };
};

/** Transactions, and what was done in those that had a token: repeated, they are done already. */
export class Transactions {
  readonly #done = new Map<string, AttributeValue>();

  /** @throws {TransactionCanceledException} */
  write(store: Store, { TransactItems = [], ClientRequestToken: token }: Request): object {
    if (TransactItems.length === 0 || TransactItems.length > limit) {
      throw new ValidationException('Member must have length less than or equal to 100');
    }
    const before = token === undefined ? undefined : this.#done.get(token);
    if (before !== undefined) {
      if (equal(before, stored(TransactItems))) return { ...metadata };
      throw new IdempotentParameterMismatchException({
        ...metadata,
        message: 'A different payload with the same token',
      });
    }
    const requests = TransactItems.map((entry) => Object.entries(entry)[0] as [WriteKind, Request]);
    checkDistinct(
      requests.map(([, { TableName, Key, Item }]) => {
        const table = store.table(TableName);
        return `${TableName}\0${table.nameOf(Item ?? Key ?? {})}`;
      }),
      'Transaction request cannot include multiple operations on one item',
    );
    const decisions = requests.map(([kind, request]) => ({
      request,
      decision: decided(store.table(request.TableName), kind, checkedRequest(request)),
    }));
    if (decisions.some(({ decision: { kind } }) => kind === 'refused' || kind === 'invalid')) {
      throw new TransactionCanceledException({
        ...metadata,
        message: 'Transaction cancelled, please refer cancellation reasons for specific reasons',
        CancellationReasons: decisions.map(({ request, decision }) => reasonOf(request, decision)),
      });
    }
    store.commit(decisions.flatMap(({ decision }) => (decision.kind === 'write' ? [decision] : [])));
    if (token !== undefined) this.#done.set(token, stored(TransactItems));
    return { ...metadata };
  }
}
