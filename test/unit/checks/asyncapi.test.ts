import { expect, it } from 'vitest';
import { asyncApiDocument } from '../../../schemas/documents/asyncapi.ts';
import { asyncApiFaults } from '../../checks/asyncapi.ts';

it('reports what the official parser finds, and nothing in our document', { timeout: 60_000 }, async () => {
  const document = asyncApiDocument();
  expect(await asyncApiFaults(JSON.stringify(document))).toEqual([]);
  const broken = { ...document, operations: { lost: { action: 'send', channel: { $ref: '#/channels/nowhere' } } } };
  expect((await asyncApiFaults(JSON.stringify(broken))).join('\n')).toMatch(/^error: operations\.lost/m);
});
