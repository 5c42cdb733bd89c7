import { describe, expect, it } from 'vitest';
import { withKeys } from '../../../../lib/config/client-keys.ts';
import { stageConfig } from '../../../../lib/config/stages.ts';

const keysOf = (keys: unknown) => withKeys(stageConfig('dev'), keys).api.keys;

describe('the API keys of a stage', () => {
  it('are one, of one client, where the context names none', () => {
    expect(keysOf(undefined)).toEqual([{ client: 'client', key: 'client', enabled: true }]);
  });

  it('are those that the context names, each client’s oldest first', () => {
    expect(keysOf('client/client:off, client/2027,shop/@a1b2c3d4e5,shop/2027')).toEqual([
      { client: 'client', key: 'client', enabled: false },
      { client: 'client', key: '2027', enabled: true },
      { client: 'shop', id: 'a1b2c3d4e5' },
      { client: 'shop', key: '2027', enabled: true },
    ]);
  });

  it.each([
    ['', /"" is no key.*for example client\/client,client\/2027/],
    ['client', /"client" is no key/],
    ['client/client,Shop/1', /"Shop\/1" is no key/],
    ['client/client,shop/@short', /is no key/],
    ['client/client,client/client:off', /client\/client is there twice/],
    ['shop/2027', /client\/client is deployed and has to stay the first key/],
    ['client/2027,client/client', /has to stay the first key/],
    [['client/client', ...Array.from({ length: 41 }, (_, n) => `client/${n}`)].join(), /more than 40 keys/],
  ])('are not %j', (keys, fault) => {
    expect(() => keysOf(keys)).toThrow(fault);
  });
});
