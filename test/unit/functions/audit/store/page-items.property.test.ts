import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextPages } from '../../../../../functions/audit/model/chain-domain.ts';
import type { AuditRecord } from '../../../../../functions/audit/model/domain.ts';
import { chainFaults } from '../../../../../functions/audit/model/verification-domain.ts';
import { sha256 } from '../../../../../functions/audit/store/digest.node.ts';
import { pageItem, pageOf } from '../../../../../functions/audit/store/page-items.node.ts';

const text = fc.string({ unit: 'binary' });
const records: fc.Arbitrary<readonly AuditRecord[]> = fc.uniqueArray(
  fc.record({
    ...{ topic: text, event: text, actor: text, occurred_at: text, trace_id: text, correlation_id: text, digest: text },
    event_id: fc.uuid(),
    partition: fc.nat(47),
    offset: fc.nat(Number.MAX_SAFE_INTEGER),
  }),
  { maxLength: 20, selector: ({ event_id }) => event_id },
);
const bytes = fc.uint8Array({ maxLength: 200 });

describe('the item of a page of the audit trail', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(records, fc.uuid(), (some, orderId) => {
        const pages = nextPages(sha256, { orderId, pages: [], records: some });
        const read = pages.map(pageItem).map(pageOf);
        expect(read).toEqual(pages);
        expect(chainFaults(sha256, orderId, read)).toEqual([]);
      }),
    );
  });

  it('is edited, and no more, where its records are any other bytes', () => {
    fc.assert(
      fc.property(records, fc.uuid(), bytes, (some, orderId, other) => {
        const [page] = nextPages(sha256, { orderId, pages: [], records: some });
        fc.pre(page !== undefined);
        const read = pageOf({ ...pageItem(page), records: other });
        expect(chainFaults(sha256, orderId, [read])).toMatchObject([{ kind: 'edited' }]);
      }),
    );
  });
});
