import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StaticSite } from '../../../localstack/api/http/static-site.ts';
import { deadLetterTopic, topicNames } from '../../../schemas/catalogue.ts';
import { asyncApiDocument } from '../../../schemas/documents/asyncapi.ts';
import { contractSite } from '../../../schemas/documents/site/site.ts';
import { routes } from '../../../schemas/routes.ts';
import { chromiumArguments, chromiumPath } from '../../support/chromium.ts';
import { layoutFaults, scrollToSections } from '../../support/page-faults.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** As Scalar writes a name into the id of its section. */
const slug = (name: string): string => name.replaceAll(/[^a-z0-9-]/gi, '').toLowerCase();
const operations = Object.entries(asyncApiDocument()['operations'] as Record<string, { channel: { $ref: string } }>);

const pages = {
  'index.html': {
    sections: Object.values(routes).map(({ method, path }) => `/${method}${path}`),
    words: ['Idempotency-Key', 'header', 'https://orderstream.dev/problems/validation-failed', 'expected_total'],
  },
  'events.html': {
    sections: [
      ...topicNames.flatMap((name) => [name, deadLetterTopic(name)]).map((name) => `/channel/${slug(name)}`),
      ...operations.map(([id, { channel }]) => {
        const topic = channel.$ref.replace('#/channels/', '');
        return `/channel/${slug(topic)}/operation/${slug(id)}`;
      }),
    ],
    words: ['order-saga.orders', 'ORDER_CREATED', 'correlation_id'],
  },
} as const;
const pageNames = Object.keys(pages) as (keyof typeof pages)[];

describe('npm run docs', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'docs-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const docs = (...options: readonly string[]) =>
    spawnSync(process.execPath, ['schemas/documents/build-site.ts', ...options], { cwd: repository, encoding: 'utf8' });

  it('writes pages that refer to nothing but each other', () => {
    const site = join(folder, 'site');
    expect(docs(site)).toMatchObject({ status: 0, stdout: `${join(site, 'index.html')}\n` });
    const files = readdirSync(site);
    for (const name of pageNames) {
      const page = readFileSync(join(site, name), 'utf8').replace(/<script type="application\/json".*?<\/script>/s, '');
      const references = [...page.matchAll(/ (?:href|src)="([^"]+)"/g)].map(([, target]) => target);
      expect(references.length).toBeGreaterThan(4);
      expect(references.filter((target) => target !== 'data:,' && !files.includes(target ?? ''))).toEqual([]);
    }
    for (const name of ['openapi.json', 'asyncapi.json']) {
      const generated = readFileSync(join(repository, 'schemas/generated', name), 'utf8');
      expect(readFileSync(join(site, name), 'utf8')).toBe(generated);
    }
  });

  it('explains itself', () => {
    expect(docs('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: npm run docs') });
  });
});

it('the pages of a platform send requests to that platform', () => {
  const document = JSON.parse(contractSite('http://127.0.0.1:9/v1/').get('openapi.json')?.body ?? '');
  expect(document.servers).toEqual([{ url: 'http://127.0.0.1:9/v1', description: 'This platform' }]);
});

const noBrowser = chromiumPath === undefined ? ' (skipped: no Chromium on this machine)' : '';

/** Fewer steps to scroll than with a screen's height. */
const tallPx = 5_000;

describe.skipIf(chromiumPath === undefined)(`The pages in Chromium${noBrowser}`, () => {
  const screenshots = join(repository, 'node_modules/.cache/orderstream/screenshots');
  let server: Server;
  let browser: Browser;
  let origin: string;

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    let site = new StaticSite('docs', new Map());
    server = createServer(({ method = '', url = '' }, response) => {
      const { status, headers, body } = site.answer({ method, path: url }) ?? { status: 404, headers: [], body: '' };
      response.writeHead(status, headers.flat()).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    site = new StaticSite('docs', contractSite(`${origin}/v1/`));
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: [...chromiumArguments] });
  });
  afterAll(async () => {
    await browser?.close();
    await new Promise((resolve) => server.close(resolve));
  });

  /** Scalar draws a section when it comes into view: opens the page, and scrolls until the wanted ones are drawn. */
  const open = async (
    url: string,
    width: number,
    wanted: readonly string[],
  ): Promise<{ page: Page; faults: string[] }> => {
    const page = await browser.newPage({ viewport: { width, height: tallPx } });
    const faults: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) faults.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('request', (request) => {
      const target = new URL(request.url());
      if (['http:', 'https:', 'ws:', 'wss:'].includes(target.protocol) && target.origin !== new URL(url).origin)
        faults.push(`asks ${target.origin}`);
    });
    await page.goto(url, { timeout: 100_000 });
    await page.locator('section[id] h2').first().waitFor({ timeout: 100_000 });
    const missing = await page.evaluate(scrollToSections, { wanted, deadlineMs: 150_000 });
    expect(missing).toEqual([]);
    return { page, faults };
  };

  describe.each([400, 1_400])('at %i px', (width) => {
    it.each(pageNames)(
      'shows all of %s within the page, no word broken, and asks nothing outside',
      { timeout: 300_000 },
      async (name) => {
        const { page, faults } = await open(`${origin}/docs/${name}`, width, pages[name].sections);
        const text = (await page.locator('#reference').textContent()) ?? '';
        expect(pages[name].words.filter((word) => !text.includes(word))).toEqual([]);
        const layout = await page.evaluate(layoutFaults);
        await page.setViewportSize({ width, height: 900 });
        await page.screenshot({ path: join(screenshots, `${name}-${width}.png`) });
        expect(layout).toEqual({ wide: [], brokenWords: [] });
        expect(faults).toEqual([]);
        await page.close();
      },
    );
  });

  it('draws the pages from files, too', { timeout: 300_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'docs-'));
    try {
      spawnSync(process.execPath, ['schemas/documents/build-site.ts', folder], { cwd: repository });
      const url = pathToFileURL(join(folder, 'events.html')).href;
      const { page, faults } = await open(url, 1_400, pages['events.html'].sections);
      expect(faults).toEqual([]);
      await page.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('sees a word that is broken and a page that is too wide', async () => {
    const page = await browser.newPage({ viewport: { width: 400, height: 900 } });
    await page.setContent(
      '<p style="width: 5ch; overflow-wrap: anywhere">idempotency</p><div style="width: 900px">x</div>',
    );
    const { wide, brokenWords } = await page.evaluate(layoutFaults);
    expect(wide).toEqual([expect.stringMatching(/^\d+ px$/), 'DIV.: x']);
    expect(brokenWords).toEqual([expect.stringContaining('idempotency')]);
    await page.close();
  });
});
