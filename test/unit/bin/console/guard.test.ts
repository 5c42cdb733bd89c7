import { describe, expect, it } from 'vitest';
import { foreignRequest, hostsOf, isFromOtherPage } from '../../../../bin/console/guard.ts';
import type { HeaderLine } from '../../../../localstack/api/http/http-message.ts';

const hosts = hostsOf(4568);
const own: Readonly<Record<string, string>> = { Host: '127.0.0.1:4568', Origin: 'http://127.0.0.1:4568' };
const json = { 'Content-Type': 'application/json' };

const fault = (method: string, headers: Readonly<Record<string, string | undefined>>): string | undefined =>
  foreignRequest(
    { method, headers: Object.entries(headers).filter((line): line is [string, string] => line[1] !== undefined) },
    hosts,
  );

describe('a request', () => {
  it.each([
    ['GET', { Host: '127.0.0.1:4568' }],
    ['GET', { Host: 'localhost:4568' }],
    ['GET', own],
    ['POST', own],
    ['POST', { ...own, ...json }],
    [
      'POST',
      { Host: 'localhost:4568', Origin: 'http://localhost:4568', 'Content-Type': 'application/json; charset=utf-8' },
    ],
  ])('of the own page is let through: %s %j', (method, headers) => {
    expect(fault(method, headers)).toBeUndefined();
  });

  it.each([
    ['the name of another page that resolves to this machine', { Host: 'rebound.example:4568' }],
    ['another port', { Host: '127.0.0.1:4567' }],
    ['no port', { Host: '127.0.0.1' }],
    ['no host', {}],
    ['a name that only begins as its own', { Host: '127.0.0.1:4568.rebound.example' }],
  ])('with %s is foreign, also if it only reads', (_, headers: Readonly<Record<string, string>>) => {
    expect(fault('GET', headers)).toMatch(/answers at/);
    expect(fault('POST', { ...headers, Origin: `http://${headers['Host']}` })).toMatch(/answers at/);
  });

  it.each([
    ['of another site', { Origin: 'https://shop.example' }],
    ['of another port of this machine', { Origin: 'http://127.0.0.1:3000' }],
    ['of its host under the other name', { Origin: 'http://localhost:4568' }],
    ['of a sandboxed frame or a file', { Origin: 'null' }],
    ['over another protocol', { Origin: 'https://127.0.0.1:4568' }],
  ])('%s is foreign', (_, { Origin }) => {
    expect(fault('POST', { ...own, Origin })).toMatch(/another page/);
    expect(fault('GET', { ...own, Origin })).toMatch(/another page/);
  });

  it('that does something without an origin is foreign', () => {
    expect(fault('POST', { Host: own['Host'] })).toMatch(/no origin/);
    expect(fault('DELETE', { Host: own['Host'] })).toMatch(/no origin/);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    '',
  ])('with a body that a form can send (%j) is foreign', (type) => {
    expect(fault('POST', { ...own, 'Content-Type': type })).toMatch(/application\/json/);
  });
});

describe('Sec-Fetch-Site', () => {
  const site = (value: string) => isFromOtherPage({ headers: [['Sec-Fetch-Site', value] satisfies HeaderLine] });

  it('names requests of other pages, other ports of this machine among them', () => {
    expect(['cross-site', 'same-site'].map(site)).toEqual([true, true]);
  });

  it('lets the own page and a person through, and browsers that do not send it', () => {
    expect(['same-origin', 'none'].map(site)).toEqual([false, false]);
    expect(isFromOtherPage({ headers: [] })).toBe(false);
  });
});
