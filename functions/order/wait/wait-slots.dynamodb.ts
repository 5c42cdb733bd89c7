import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../shared/kernel/clock.ts';
import { conditional } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import type { WaitSlots } from '../model/ports.ts';

export interface WaitSlotsOptions {
  readonly clock: Clock;
  /** Slots of each client. */
  readonly perClient: number;
  /** In [0, 1): concurrent waits try different slots. */
  readonly random: () => number;
}

const slotName = (slot: number): string => `slot_${slot}`;

/** A slot expires this long after its wait: clocks of two environments differ. */
const marginMs = 5_000;
const keptSeconds = 3_600;

/** Slots as attributes of one item per client, each with its expiry (ms): it frees the slot after a crash. */
export const dynamoWaitSlots = (
  client: DynamoDBDocumentClient,
  table: string,
  { clock, perClient, random }: WaitSlotsOptions,
): WaitSlots => {
  const key = (owner: string) => ({ TableName: table, Key: { client: owner } });

  /** Undefined if this call took the slot, else the client's item. */
  const taken = async (owner: string, slot: number, until: number) => {
    const written = await conditional(() =>
      client.send(
        new UpdateCommand({
          ...key(owner),
          UpdateExpression: 'SET #slot = :until, expires_at = :expires',
          ConditionExpression: 'attribute_not_exists(#slot) OR #slot < :now',
          ExpressionAttributeNames: { '#slot': slotName(slot) },
          ExpressionAttributeValues: {
            ':until': until,
            ':now': clock.now().getTime(),
            ':expires': Math.ceil(until / 1_000) + keptSeconds,
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
    return written.ok ? undefined : (written.error.item ?? {});
  };

  const release = async (owner: string, slot: number, until: number): Promise<void> => {
    await conditional(() =>
      client.send(
        new UpdateCommand({
          ...key(owner),
          UpdateExpression: 'REMOVE #slot',
          ConditionExpression: '#slot = :until',
          ExpressionAttributeNames: { '#slot': slotName(slot) },
          ExpressionAttributeValues: { ':until': until },
        }),
      ),
    );
  };

  const oneOf = (slots: readonly number[]): number | undefined => slots[Math.floor(random() * slots.length)];

  return {
    take: async (owner, waitMs) => {
      const now = clock.now().getTime();
      const until = now + waitMs + marginMs;
      const all = Array.from({ length: perClient }, (_, slot) => slot);
      let slot = oneOf(all);
      for (let tries = 0; slot !== undefined && tries < perClient; tries += 1) {
        const item = await taken(owner, slot, until);
        if (item === undefined) {
          const own = slot;
          return () => release(owner, own, until);
        }
        slot = oneOf(all.filter((other) => !(Number(item[slotName(other)] ?? 0) >= now)));
      }
      return undefined;
    },
  };
};
