import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { type PageFiles, pageFiles, pageFilesOnce } from '../../../../bin/console/page-files.ts';

const mostBytes = 80 * 1024;

describe('the page of the console', () => {
  let files: PageFiles;
  beforeAll(async () => {
    files = await pageFiles();
  });

  it('is at most 80 KB in all, compressed', () => {
    const sizes = [...files.values()].map(({ body }) => gzipSync(body).length);
    expect(sizes.length).toBeGreaterThan(3);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(mostBytes);
  });

  it('refers to its own files alone', () => {
    const html = files.get('')?.body ?? '';
    const references = [...html.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, target]) => target);
    expect(references).toEqual(['icon.svg', 'style.css', 'console.js']);
    expect(references.filter((name) => !files.has(name ?? ''))).toEqual([]);
    for (const { body } of files.values()) expect(body.match(/\b(?:@import|url\()[^)]*/g)).toBeNull();
  });

  it('has no code and no style inline', () => {
    const html = files.get('')?.body ?? '';
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(html).not.toMatch(/<style| style=| on\w+=|javascript:/i);
  });

  it('makes no code of texts, and no elements', () => {
    const script = files.get('console.js')?.body ?? '';
    expect(script).not.toMatch(/\beval\(|new Function\(|dangerouslySetInnerHTML\s*:/);
  });
});

describe('the page that is bundled when it is first opened', () => {
  it('is bundled once, and not before', async () => {
    let bundled = 0;
    const files = pageFilesOnce(async () => {
      bundled += 1;
      return new Map();
    });
    expect(bundled).toBe(0);
    const [one, other] = await Promise.all([files(), files()]);
    expect(one).toBe(other);
    expect(bundled).toBe(1);
  });

  it('is bundled again after a failure, which every waiting request gets', async () => {
    const outcomes = [Promise.reject(new Error('no main.tsx')), Promise.resolve(new Map())];
    const files = pageFilesOnce(async () => (await outcomes.shift()) ?? new Map());
    const waiting = [files(), files()];
    for (const one of waiting) await expect(one).rejects.toThrow('no main.tsx');
    expect(await files()).toEqual(new Map());
  });
});
