import { commandLike, requestOf } from './command.ts';
import type { Some } from './dynamodb-fault.ts';
import type { Request } from './requests.ts';

/** A key, a write or a statement of a batch. */
interface Member {
  readonly table?: string;
  readonly one: unknown;
}

type Keys = { readonly Keys: readonly unknown[] };
const isList = (of: unknown): of is readonly unknown[] => Array.isArray(of);

export const membersOf = (command: object): readonly Member[] => {
  const { RequestItems = {}, Statements } = requestOf(command);
  if (Statements !== undefined) return Statements.map((one) => ({ one }));
  return Object.entries(RequestItems).flatMap(([table, of]) =>
    (isList(of) ? of : (of as Keys).Keys).map((one) => ({ table, one })),
  );
};

/** The items of a batch with some of its members, all else as it is there. */
export const requestItems = (members: readonly Member[], { RequestItems = {} }: Request): Record<string, unknown> => {
  const items: Record<string, unknown> = {};
  for (const [table, of] of Object.entries(RequestItems)) {
    const ones = members.filter((member) => member.table === table).map(({ one }) => one);
    if (ones.length > 0) items[table] = isList(of) ? ones : { ...(of as Keys), Keys: ones };
  }
  return items;
};

/** The command with some of its members. */
export const commandWith = (command: object, members: readonly Member[]): object => {
  const request = requestOf(command);
  return commandLike(
    command,
    request.Statements === undefined
      ? { ...request, RequestItems: requestItems(members, request) }
      : { ...request, Statements: members.map(({ one }) => one) },
  );
};

/** The numbers of some of so many: at least one, at most so many. */
export const chosen = (count: number, { share, from }: Some, most = count): ReadonlySet<number> => {
  const length = Math.min(most, Math.max(1, Math.round(share * count)));
  const start = Math.floor(from * count);
  return new Set(Array.from({ length }, (_, index) => (start + index) % count));
};
