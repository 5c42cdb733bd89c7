import { chosen, commandWith, membersOf, requestItems } from './batch-members.ts';
import { commandLike, requestOf, verbOf } from './command.ts';
import type { DynamoDbFault, Some } from './dynamodb-fault.ts';
import { conflict, internalError, overCapacity, throttled, timeout } from './fault-errors.ts';
import { type ExecuteOptions, SimulatedDynamoDb } from './simulated-dynamodb.ts';
import { metadata } from './store.ts';

/** The simulated DynamoDB on its bad days. What goes wrong, and when, is the caller's choice. */
export class FaultyDynamoDb extends SimulatedDynamoDb {
  #repeated = 0;

  /** Executes a command and lets a fault happen that fits it: see `faultsFor`. @throws what the SDK throws. */
  executeWith(command: object, fault?: DynamoDbFault, options?: ExecuteOptions): unknown {
    switch (fault?.kind) {
      case undefined:
        return this.execute(command, options);
      case 'throttled':
        throw throttled();
      case 'over-capacity':
        throw overCapacity(command);
      case 'internal-error':
        throw internalError();
      case 'conflict':
        throw conflict(command, fault.from);
      case 'timeout':
        throw timeout();
      case 'answer-lost':
        this.#unheard(command);
        throw timeout();
      case 'partly-applied': {
        const members = membersOf(command);
        const done = chosen(members.length, fault, members.length - 1);
        const part = members.filter((_, index) => done.has(index));
        if (part.length > 0) this.#unheard(commandWith(command, part));
        throw timeout();
      }
      case 'repeated':
        return this.#twice(command, options);
      case 'left-undone':
        return this.#leaving(command, fault, options);
      case 'statements-failed':
        return this.#failing(command, fault, fault.code);
    }
  }

  /** Executes a command whose answer is lost. */
  #unheard(command: object): void {
    try {
      this.execute(command);
    } catch {
      // The caller does not receive a refusal either.
    }
  }

  /** The SDK gives a transaction a token before it sends it, and sends the same again. */
  #twice(command: object, options?: ExecuteOptions): unknown {
    this.#repeated += 1;
    const input = requestOf(command);
    const token = { ClientRequestToken: `sent twice ${this.#repeated}`, ...input };
    const sent = verbOf(command) === 'TransactWrite' ? commandLike(command, token) : command;
    this.#unheard(sent);
    return this.execute(sent, options);
  }

  #leaving(command: object, some: Some, options?: ExecuteOptions): unknown {
    const members = membersOf(command);
    if (members.length < 2) return this.execute(command, options);
    // Where none could be done, DynamoDB refuses the batch.
    const undone = chosen(members.length, some, members.length - 1);
    const done = members.filter((_, index) => !undone.has(index));
    const left = requestItems(
      members.filter((_, index) => undone.has(index)),
      requestOf(command),
    );
    const answer = this.execute(commandWith(command, done), options) as object;
    return { ...answer, ...(verbOf(command) === 'BatchGet' ? { UnprocessedKeys: left } : { UnprocessedItems: left }) };
  }

  #failing(command: object, some: Some, Code: string): unknown {
    const members = membersOf(command);
    const failed = chosen(members.length, some);
    const rest = members.filter((_, index) => !failed.has(index));
    const answer = rest.length === 0 ? { Responses: [] } : this.execute(commandWith(command, rest));
    const answers = (answer as { readonly Responses: readonly object[] }).Responses.values();
    const error = { Error: { Code, Message: 'The statement was not executed' } };
    return { ...metadata, Responses: members.map((_, index) => (failed.has(index) ? error : answers.next().value)) };
  }
}
