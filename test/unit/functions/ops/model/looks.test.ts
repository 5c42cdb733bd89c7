import { describe, expect, it } from 'vitest';
import { Looks } from '../../../../../functions/ops/model/looks-domain.ts';
import { lookAt } from '../../../../support/pipeline-looks.ts';

describe('looks', () => {
  it('compare with the earliest look of ten seconds, so that rates do not jump with each batch', () => {
    const looks = new Looks();
    const earliest = [0, 4, 8, 12, 16].map((seconds) => looks.add(lookAt(seconds))?.at.slice(17, 19));
    expect(earliest).toEqual([undefined, '00', '00', '04', '08']);
  });

  it('compare with the last look before a pause', () => {
    const looks = new Looks();
    looks.add(lookAt(0));
    looks.add(lookAt(2));
    expect(looks.add(lookAt(60))?.at).toContain('06:31:02');
  });

  it('compare no look with itself', () => {
    const looks = new Looks();
    looks.add(lookAt(0));
    expect(looks.add(lookAt(0))).toBeUndefined();
  });
});
