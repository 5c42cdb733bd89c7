import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { v4 as uuidv4 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setPrices } from '../../bin/client/prices.ts';
import { setStock } from '../../bin/client/stock.ts';
import { startLocalConsole } from '../../bin/console/start-local-console.ts';
import { chromiumArguments, chromiumPath } from '../support/chromium.ts';
import { deadLetters } from '../support/dead-letters.ts';
import { layoutFaults } from '../support/page-faults.ts';
import { startTestPlatform, type TestPlatform } from '../support/test-platform.ts';

const waitMs = 120_000;
const sku = 'e2e-console';

const violationsOf = async (page: Page): Promise<unknown> => {
  await page.evaluate(axe.source);
  return page.evaluate(
    `axe.run(document, { resultTypes: ['violations'], iframes: false }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
  );
};

const noBrowser = chromiumPath === undefined ? ' (skipped: no Chromium on this machine)' : '';

describe.skipIf(chromiumPath === undefined)(`The console in Chromium${noBrowser}`, () => {
  let test: TestPlatform;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let base: string;
  let orderId: string;
  const faults: string[] = [];

  /** Errors of the page, and requests to another origin than its own. */
  const watch = (watched: Page): void => {
    watched.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) faults.push(`${message.type()}: ${message.text()}`);
    });
    watched.on('pageerror', ({ message }) => faults.push(message));
    watched.on('request', (request) => {
      if (new URL(request.url()).origin !== new URL(base).origin) faults.push(`asks ${request.url()}`);
    });
  };

  const goTo = async (place: string): Promise<void> => {
    await page.goto(`${base}#/${place}`);
  };
  const see = (text: string | RegExp) => page.getByText(text).first().waitFor({ timeout: waitMs });
  const press = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).first().press('Enter');
  const stateOf = (state: string) =>
    page
      .locator('dd', { hasText: new RegExp(`^${state}$`) })
      .first()
      .waitFor({ timeout: waitMs });

  beforeAll(async () => {
    test = await startTestPlatform({
      console: (state, options) => startLocalConsole(state, { ...options, preferredPort: 0 }),
    });
    await setPrices(test.connection, [{ sku, name: 'LANTERN', unitPrice: 339, currency: 'GBP' }]);
    await setStock(test.connection, new Map([[sku, 100]]));
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: [...chromiumArguments] });
    context = await browser.newContext({ viewport: { width: 1_300, height: 900 } });
    page = await context.newPage();
    page.setDefaultTimeout(waitMs);
    const start = test.platform.consoleUrl ?? '';
    base = new URL(new URL(start).pathname, start).href;
    watch(page);
    await page.goto(start);
    expect(page.url()).toBe(base);
  });
  afterAll(async () => {
    await browser?.close();
    await test?.stop();
  });

  it('places an order, and shows it PAID with its timeline', async () => {
    await see('No order is past the deadline of its step.');
    await page.getByLabel('Lines').fill(`${sku}:2`);
    await press('Place order');
    await page.waitForURL(/#\/orders\/[0-9a-f-]{36}$/);
    orderId = page.url().split('/').at(-1) ?? '';
    await stateOf('PAID');
    await see('STOCK_COMMITTED');
    await see('The audit trail of this order is intact.');
    expect(await page.getByText('ada@customers.example').count()).toBe(0);
    await press('Show contact');
    await see('ada@customers.example');
  });

  it('finds it by its id, and refuses what is none', async () => {
    await goTo('orders');
    await page.getByLabel('Order id').fill('none');
    await press('Show order');
    await see(/An order id is a UUID/);
    await page.getByLabel('Order id').fill(orderId);
    await page.getByLabel('Order id').press('Enter');
    await stateOf('PAID');
  });

  it('ships and completes it', async () => {
    await page.getByLabel('Carrier').fill('An Post');
    await press('Ship');
    await stateOf('SHIPPED');
    await see('An Post');
    await press('Complete');
    await stateOf('COMPLETED');
    await see('Nothing is left to do in the state COMPLETED.');
  });

  it('cancels another one once that is confirmed, and repairs it', async () => {
    await goTo('orders');
    await page.getByLabel('Lines').fill(sku);
    await press('Place order');
    await page.waitForURL(/#\/orders\/[0-9a-f-]{36}$/);
    await stateOf('PAID');
    await page.getByLabel('Reason').selectOption('CHANGED_MIND');
    await press('Cancel order');
    await press('Keep');
    await press('Cancel order');
    await press('Cancel it for good');
    await stateOf('CANCELLED');
    await see('CHANGED_MIND');
    await press('Repair');
    await see('Repair requested.');
  });

  it('shows each wrong field of an order that is refused', async () => {
    await goTo('orders');
    await page.getByLabel('Lines').fill('e2e-unknown');
    await press('Place order');
    await see(/\/items\/0/);
  });

  it('shows a stock and adjusts it', async () => {
    await goTo('stock');
    await page.getByLabel('SKU', { exact: true }).fill(sku);
    await press('Show stock');
    await see('COMMITTED');
    await page.getByLabel('Units').fill('-7');
    await page.getByLabel('Reason').fill('stock-take');
    await press('Adjust stock');
    await page.locator('tr', { hasText: 'ADJUSTED' }).filter({ hasText: 'stock-take' }).waitFor();
    await goTo('stock/e2e-unknown');
    await see('The ledger does not know this SKU.');
  });

  it('shows dead letters by cause, and replays one', async () => {
    const { send } = deadLetters(() => test.connection, 'inventory.commands');
    await send('inventory.commands', { key: `e2e-poison-${uuidv4()}`, value: 'not JSON' });
    await goTo('dead-letters');
    await page.getByRole('link', { name: 'inventory.commands' }).press('Enter');
    await page.locator('summary').first().press('Enter');
    await see('inventory-ledger.commands');
    await page.getByRole('button', { name: /^Replay all 1 / }).press('Enter');
    await press('Write 1 back to inventory.commands');
    await page.locator('.state', { hasText: 'replayed' }).first().waitFor();
  });

  it('shows how far each consumer group is behind', async () => {
    await goTo('pipeline');
    const group = page.getByRole('row', { name: /^inventory-ledger\.commands in time / });
    await group.waitFor();
    await page.getByRole('row', { name: /^orders\.created [\d.]+\/s / }).waitFor();
  });

  it('shows that orders, money and stock balance', async () => {
    await goTo('ledger');
    // The cancelled order is final once its refund is older than a step may take.
    await see(/^Balances/);
    await page
      .locator('dd', { hasText: /^[\d.]+ GBP$/ })
      .first()
      .waitFor();
    await press('Check now');
    await see(/^Balances/);
  });

  it('shows figures, and how complete they are', async () => {
    await goTo('figures');
    await page.getByRole('link', { name: sku }).first().waitFor();
    await see('Every accepted order is accounted for.');
    await page.getByLabel('Span').selectOption('24');
    await see('Orders of the last day');
  });

  it('shows a mail in a frame without rights', async () => {
    await goTo('messages');
    await page.getByRole('row', { name: /ada/ }).getByRole('button').first().press('Enter');
    const frame = page.locator('iframe');
    expect(await frame.getAttribute('sandbox')).toBe('');
    await page.frameLocator('iframe').getByText('This message was sent to you because of an order.').waitFor();
    await page.getByLabel('User', { exact: true }).fill('e2e-no-one');
    await press('Show messages');
    await see('No messages.');
  });

  it('names the routes, and links to the contracts', async () => {
    await goTo('api');
    await see('/admin/orders/{id}/timeline');
  });

  describe.each(['light', 'dark'] as const)('in the %s scheme', (colorScheme) => {
    it.each([1_300, 400])('has no fault for axe on any page, and fits %i px', { timeout: 300_000 }, async (width) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const places = ['orders', `orders/${orderId}`, 'stock/e2e-console', 'dead-letters/inventory.commands'];
      for (const place of [...places, 'pipeline', 'figures', 'ledger', 'faults', 'messages', 'api', 'unknown']) {
        await goTo(place);
        await page.locator('main h1').waitFor();
        await page.locator('main:not(:has([aria-busy="true"]))').waitFor();
        expect([place, await violationsOf(page)]).toEqual([place, []]);
        expect([place, (await page.evaluate(layoutFaults)).wide]).toEqual([place, []]);
      }
    });
  });

  it('has axe see faults where there are some', async () => {
    const other = await context.newPage();
    await other.setContent(
      '<html lang="en"><title>x</title><main><h1>x</h1><p style="color: #bbb">pale</p><input></main>',
    );
    expect(await violationsOf(other)).toEqual([
      expect.stringContaining('color-contrast: <p'),
      expect.stringContaining('label: <input'),
    ]);
    await other.close();
  });

  it('lets the keyboard reach everything that can be pressed or filled', { timeout: 300_000 }, async () => {
    await page.setViewportSize({ width: 1_300, height: 900 });
    for (const place of [
      'orders',
      'stock/e2e-console',
      'dead-letters/inventory.commands',
      'figures',
      'faults',
      'messages',
    ]) {
      await goTo(place);
      await page.locator('main:not(:has([aria-busy="true"]))').waitFor();
      const count: number = await page.evaluate(`{
        const all = [...document.querySelectorAll('a, button, input, select, summary')].filter((one) => one.checkVisibility());
        all.forEach((one) => { one.dataset.unreached = ''; });
        document.addEventListener('focusin', ({ target }) => { delete target.dataset.unreached; });
        document.activeElement.blur();
        all.length;
      }`);
      // Tables that scroll are stops, too.
      for (let stop = 0; stop < 2 * count + 20; stop += 1) await page.keyboard.press('Tab');
      const unreached = await page.evaluate(
        `[...document.querySelectorAll('[data-unreached]')].map((one) => one.outerHTML)`,
      );
      expect([place, count > 5, unreached]).toEqual([place, true, []]);
    }
  });

  it('has a broker paused and resumed, killed and restarted', async () => {
    await goTo('faults');
    const row = (name: string, state: string) =>
      page.getByRole('row', { name }).locator('.state', { hasText: state }).waitFor();
    await press('Pause node-3');
    await row('node-3', 'paused');
    await press('Resume node-3');
    await row('node-3', 'running');
    await press('Kill node-5');
    await row('node-5', 'stopped');
    await press('Restart node-5');
    await row('node-5', 'running');
    await see(/^node-5 is running, after [\d.]+ m?s\.$/);
  });

  it('had no error in its log until here, and asked no other origin', () => {
    // The browser logs each answer of a kind that the page expects: unknown SKUs and orders that are refused.
    const expected = /the server responded with a status of (404|422)/;
    expect(faults.filter((fault) => !expected.test(fault))).toEqual([]);
  });

  it('reports a broken connection, and heals', async () => {
    await goTo('orders');
    await see('No order is past the deadline of its step.');
    await context.setOffline(true);
    await see(/The connection to the console’s server is lost/);
    await see('No order is past the deadline of its step.');
    await context.setOffline(false);
    await page.locator('.banner').waitFor({ state: 'detached' });
  });

  it('does nothing for a page of another port that has the cookie', async () => {
    const server: Server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<p>x'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const other = await context.newPage();
    try {
      await other.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      const tried = await other.evaluate(async (target) => {
        const kill = `${target}local/kafka/nodes/node-1/kill`;
        const outcome = (answer: Promise<Response>) =>
          answer.then(
            async (response) => [response.type, response.status, await response.text()],
            () => 'refused',
          );
        const sent = { method: 'POST', credentials: 'include' } as const;
        return [
          await outcome(fetch(kill, { ...sent, mode: 'no-cors' })),
          await outcome(fetch(kill, { ...sent, headers: { 'content-type': 'application/json' }, body: '{}' })),
          await outcome(fetch(`${target}local/statistics`, { credentials: 'include' })),
          await outcome(fetch(`${target}local/statistics`, { credentials: 'include', mode: 'no-cors' })),
        ];
      }, base);
      expect(tried[1]).toBe('refused');
      expect(tried[2]).toBe('refused');
      // What a page may send without asking first, it cannot read.
      for (const opaque of [tried[0], tried[3]]) expect(['refused', ['opaque', 0, '']]).toContainEqual(opaque);
      expect(test.platform.kafka.node('node-1').state).toBe('running');
    } finally {
      await other.close();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
