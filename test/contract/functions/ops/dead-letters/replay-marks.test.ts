import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ReplayMarks } from '../../../../../functions/ops/dead-letters/ports.ts';
import { dynamodbReplayMarks } from '../../../../../functions/ops/dead-letters/replay-marks.dynamodb.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { deadLetter } from '../../../../../schemas/catalogue.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { recordRequests } from '../../../../support/dynamodb-local.ts';

const at = '2026-11-22T06:00:00.000Z';
const daySeconds = 86_400;

describe('replay marks in DynamoDB', () => {
  const { client, newTable } = dynamodbLocal();
  let table: string;
  let marks: ReplayMarks;

  beforeEach(async () => {
    table = await newTable('replays');
    marks = dynamodbReplayMarks(client, table);
  });

  it('are read as written, up to the size of a page and a request', async () => {
    const records = Array.from({ length: 400 }, (_, offset) => `orders.created|0@${offset}`);
    await marks.mark(records.slice(0, 200), { at, by: 'iam:grace' });
    const found = await marks.of([...records, ...records]);
    expect([...found.keys()].sort()).toEqual(records.slice(0, 200).sort());
    expect(new Set([...found.values()].map((mark) => JSON.stringify(mark)))).toEqual(
      new Set([JSON.stringify({ at, by: 'iam:grace' })]),
    );
    expect(await marks.of([])).toEqual(new Map());
  });

  it('contain the last replay, even if a record is named twice', async () => {
    await marks.mark(['a', 'a'], { at, by: 'iam:grace' });
    await marks.mark(['a'], { at: '2026-11-22T07:00:00.000Z', by: 'iam:linus' });
    expect((await marks.of(['a'])).get('a')).toEqual({ at: '2026-11-22T07:00:00.000Z', by: 'iam:linus' });
  });

  it('are read consistently, so that a record that was just replayed is skipped', async () => {
    const requests = recordRequests(client);
    await marks.of(['a']);
    expect(requests.map(({ input }) => input).join()).toContain('"ConsistentRead":true');
  });

  it('outlive the letters', async () => {
    await marks.mark(['a'], { at, by: 'iam:grace' });
    const { Items: [item] = [] } = await client.send(new ScanCommand({ TableName: table }));
    expect((item?.['expires_at'] - Date.parse(at) / 1_000) / daySeconds).toBeGreaterThan(deadLetter.retentionDays);
  });

  it('fail as transient if the table does not answer', async () => {
    const none = dynamodbReplayMarks(client, 'no-such-table');
    await expect(none.of(['a'])).rejects.toThrow(TransientError);
    await expect(none.mark(['a'], { at, by: 'iam:grace' })).rejects.toThrow(TransientError);
  });
});
