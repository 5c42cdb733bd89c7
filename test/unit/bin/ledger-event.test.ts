import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../bin/setup.mjs';
import { ledgerEventIn } from '../../../bin/stock/ledger-event.ts';

const folder = join(root, 'schemas/examples/inventory.updated');
const examples = readdirSync(folder).map((name) => readFileSync(join(folder, name)));

describe('ledgerEventIn', () => {
  it('finds the event in each valid record of the topic', () => {
    expect(examples.length).toBeGreaterThan(0);
    for (const value of examples) expect(ledgerEventIn(value)).toEqual(JSON.parse(value.toString()));
  });

  it('finds none in a record that consumers dead-letter', () => {
    const { sku, ...withoutSku } = JSON.parse(String(examples[0]));
    expect(sku).toBeDefined();
    expect(ledgerEventIn(Buffer.from(JSON.stringify(withoutSku)))).toBeUndefined();
    expect(ledgerEventIn(Buffer.from('{"type":"constructor"}'))).toBeUndefined();
    expect(ledgerEventIn(Buffer.from('no JSON'))).toBeUndefined();
    expect(ledgerEventIn(Uint8Array.of(0xff))).toBeUndefined();
  });
});
