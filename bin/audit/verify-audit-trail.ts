import type { AuditPage } from '../../functions/audit/model/chain-domain.ts';
import { sha256 } from '../../functions/audit/store/digest.node.ts';
import { type PageItem, pageOf } from '../../functions/audit/store/page-items.node.ts';
import { dynamodbAudit } from '../../functions/audit/store/store.dynamodb.ts';
import type { Connection } from '../client/connection.ts';
import { scanAll } from '../client/scan-all.ts';
import { readTopics } from '../client/topic-reader.ts';
import type { Progress } from '../commands/progress.ts';
import { AuditTrailCheck, type AuditTrailFault } from './audit-trail-check.ts';
import { auditedSoFar, withEnds } from './audited-topics.ts';

export interface VerifySettings {
  /** Of this order alone. */
  readonly order?: string;
  /** Leaves Kafka out: a chain is compared with itself alone. */
  readonly offline: boolean;
  readonly onStep: (title: string, total: number) => Progress;
}

export interface VerifiedAuditTrail {
  readonly orders: number;
  readonly pages: number;
  readonly facts: number;
  /** Records of Kafka that the audit trail was compared with. */
  readonly compared: number;
  readonly faults: readonly AuditTrailFault[];
}

/** Every page there is, or those of one order, by order and place. */
const readPages = async (
  { dynamodb, tables }: Connection,
  order: string | undefined,
): Promise<readonly AuditPage[]> => {
  if (order !== undefined) return dynamodbAudit(dynamodb, tables.audit).pagesOf(order);
  const pages = await scanAll<PageItem>(dynamodb, tables.audit);
  return pages.map(pageOf).sort((a, b) => (a.seq < b.seq ? -1 : 1));
};

/**
 * Compares the audit trail with itself and with Kafka. The auditors' offsets are read before the trail, the ends of the topics
 * after it: a running platform does not look like a forged one.
 */
export const verifyAuditTrail = async (
  connection: Connection,
  { order, offline, onStep }: VerifySettings,
): Promise<VerifiedAuditTrail> => {
  const check = new AuditTrailCheck(sha256, order);
  const soFar = offline ? [] : await auditedSoFar(connection);
  const pages = await readPages(connection, order);
  const chains = [...Map.groupBy(pages, ({ order_id }) => order_id)];
  const verified = onStep('chains', chains.length);
  for (const [index, [orderId, chain]] of chains.entries()) {
    check.chain(orderId, chain);
    verified.update(index + 1);
  }
  verified.stop();

  const ranges = offline ? [] : await withEnds(connection, soFar);
  // `orders.audit` is read to its end: facts on their way into the trail do not count as missing.
  const wanted = ranges.map((range) => ({ ...range, end: range.topic === 'orders.audit' ? range.end : range.to }));
  const dealtWith = new Map(ranges.map(({ topic, partition, to }) => [`${topic}-${partition}`, to]));
  const total = wanted.reduce((sum, { from, end }) => sum + Math.max(0, end - from), 0);
  const read = onStep('records', total);
  let compared = 0;
  await readTopics(connection, wanted, (record) => {
    check.show(record, record.offset < (dealtWith.get(`${record.topic}-${record.partition}`) ?? 0));
    compared += 1;
    read.update(compared);
  });
  read.stop();
  return { orders: chains.length, pages: pages.length, facts: check.facts, compared, faults: check.faults(ranges) };
};
