import { describe, expect, it } from 'vitest';
import { withClients } from '../../../../lib/config/clients.ts';
import { stageConfig } from '../../../../lib/config/stages.ts';

const dev = stageConfig('dev');

describe('the clients of a stage', () => {
  it('are those of the stage', () => {
    expect(withClients(dev, {})).toEqual(dev);
    const users = { issuer: 'https://issuer.example', audience: 'shop' };
    const config = { ...dev, api: { ...dev.api, clients: users } };
    expect(withClients(config, {})).toEqual(config);
  });

  it.each(['https://issuer.example/tenant', 'http://127.0.0.1:8080', 'http://localhost'])(
    'are users of %s, if the context names them',
    (issuer) => {
      const config = withClients(dev, { issuer, audience: 'shop' });
      expect(config).toEqual({ ...dev, api: { ...dev.api, clients: { issuer, audience: 'shop' } } });
    },
  );

  it.each([
    [{ issuer: 'https://issuer.example' }, 'audience'],
    [{ issuer: 'https://issuer.example', audience: '' }, 'audience'],
    [{ audience: 'shop' }, 'issuer'],
    [{ issuer: 'http://issuer.example', audience: 'shop' }, 'issuer'],
    [{ issuer: 'http://127.0.0.1.example', audience: 'shop' }, 'issuer'],
    [{ issuer: 'issuer', audience: 'shop' }, 'issuer'],
  ])('are not %j', (context, fault) => {
    expect(() => withClients(dev, context)).toThrow(fault);
  });
});
