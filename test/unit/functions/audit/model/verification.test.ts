import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AuditPage, nextPages } from '../../../../../functions/audit/model/chain-domain.ts';
import { auditRecords } from '../../../../../functions/audit/model/domain.ts';
import { chainFaults } from '../../../../../functions/audit/model/verification-domain.ts';
import { sha256 } from '../../../../../functions/audit/store/digest.node.ts';
import { recorded } from '../../../../support/audit-facts.ts';
import { orderOf, reservedEvent } from '../../../../support/order-events.ts';

const skus = Array.from({ length: 12 }, (_, index) => `SKU-${index}`);
const id = orderOf(skus).order_id;
const records = skus.flatMap((sku, offset) => auditRecords(recorded(reservedEvent(id, sku), offset)));

/** Four pages of three facts. */
const chain: readonly AuditPage[] = [0, 3, 6, 9].reduce<AuditPage[]>((pages, from) => {
  pages.push(...nextPages(sha256, { orderId: id, pages, records: records.slice(from, from + 3) }));
  return pages;
}, []);
const faultsOf = (pages: readonly AuditPage[], orderId = id) =>
  chainFaults(sha256, orderId, pages).map(({ kind, seq }) => `${kind} ${Number(seq)}`);
const [first, second, third, fourth] = chain as readonly [AuditPage, AuditPage, AuditPage, AuditPage];
const edited = (page: AuditPage, change: object): AuditPage => ({
  ...page,
  records: page.records.map((one, index) => (index === 1 ? { ...one, ...change } : one)),
});

describe('the verification of a chain', () => {
  it('finds no fault in a written chain', () => {
    expect(chain).toHaveLength(4);
    expect(faultsOf(chain)).toEqual([]);
  });

  it.each<[string, readonly AuditPage[], readonly string[]]>([
    ['a record that was edited', [first, edited(second, { actor: 'another' }), third, fourth], ['edited 2']],
    ['a field that was added', [first, edited(second, { note: 'fine' }), third, fourth], ['edited 2']],
    [
      'a record that was taken out',
      [first, { ...second, records: second.records.slice(1) }, third, fourth],
      ['edited 2'],
    ],
    [
      'records that were swapped',
      [first, { ...second, records: second.records.toReversed() }, third, fourth],
      ['edited 2'],
    ],
    ['a page that was dropped', [first, third, fourth], ['gap 3']],
    ['the first page dropped', [second, third, fourth], ['gap 2']],
    [
      'a page dropped and the others renumbered',
      [first, { ...third, seq: second.seq }, { ...fourth, seq: third.seq }],
      ['broken 2'],
    ],
    [
      'pages that were swapped',
      [first, { ...third, seq: second.seq }, { ...second, seq: third.seq }, fourth],
      ['broken 2', 'broken 3', 'broken 4'],
    ],
    ['a hash that was changed', [first, { ...second, hash: 'f'.repeat(64) }, third, fourth], ['edited 2', 'broken 3']],
    [
      'a link that was changed',
      [first, { ...second, prev_hash: 'f'.repeat(64) }, third, fourth],
      ['broken 2', 'edited 2'],
    ],
  ])('finds %s', (_case, pages, expected) => {
    expect(faultsOf(pages)).toEqual(expected);
  });

  it('finds an edit whose page was hashed again, by the next page', () => {
    const forged = nextPages(sha256, {
      orderId: id,
      pages: [first],
      records: edited(second, { actor: 'another' }).records,
    });
    expect(faultsOf([first, ...forged, third, fourth])).toEqual(['broken 3']);
  });

  it('finds a duplicate fact', () => {
    const forged = nextPages(sha256, { orderId: id, pages: [fourth], records: first.records.slice(0, 1) }).map(
      (page) => ({
        ...page,
        seq: '00000005',
      }),
    );
    // The forged chain has valid hashes, but a duplicate fact.
    expect(faultsOf([...chain, ...forged])).toEqual(['duplicate 5']);
  });

  it('finds the chain of another order', () => {
    expect(faultsOf(chain, 'a1b2c3d4-0000-5000-8000-0000000000ff')).toEqual(['broken 1']);
  });

  it('is independent of the order of a record’s fields', () => {
    const shuffled = chain.map((page) => ({
      ...page,
      records: page.records.map((one) => Object.fromEntries(Object.entries(one).reverse()) as unknown as typeof one),
    }));
    expect(faultsOf(shuffled)).toEqual([]);
  });

  it('finds any single change of any field of any record', () => {
    const anywhere = fc.tuple(fc.nat(3), fc.nat(2), fc.constantFrom(...Object.keys(records[0] ?? {})), fc.string());
    fc.assert(
      fc.property(anywhere, ([page, place, field, value]) => {
        const changed = chain.map((one, index) =>
          index !== page
            ? one
            : { ...one, records: one.records.map((r, at) => (at === place ? { ...r, [field]: value } : r)) },
        );
        expect(faultsOf(changed)).toContain(`edited ${page + 1}`);
      }),
    );
  });
});
