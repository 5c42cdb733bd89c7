import { describe, expect, it } from 'vitest';
import { type PlatformContext, type PlatformModule, platformModule } from '../../../localstack/platform-module.ts';
import { Shutdown } from '../../../localstack/shutdown.ts';
import { startModules } from '../../../localstack/start-modules.ts';
import type { ResourceProvider } from '../../../localstack/template/resource-provider.ts';

// These modules use nothing of the platform.
const platform = {} as PlatformContext;

const provider: ResourceProvider = async () => ({ ref: '', attributes: {} });

const setUp = () => {
  const events: string[] = [];
  const log = (event: string): void => void events.push(event);
  const database = platformModule({
    name: 'database',
    start: async () => {
      await new Promise(setImmediate);
      log('database starts');
      return { endpoint: 'http://127.0.0.1:8000' };
    },
    stop: ({ endpoint }) => log(`${endpoint} stops`),
    resources: () => ({ 'AWS::DynamoDB::Table': provider }),
  });
  const functions = platformModule({
    name: 'functions',
    needs: { database },
    start: (needed) => {
      log(`functions start with ${needed.database.endpoint}`);
      return 'functions';
    },
    stop: (part) => log(`${part} stop`),
    resources: (part, needed) => ({ [`${part} with ${needed.database.endpoint}`]: provider }),
    deployed: (part) => log(`${part} run`),
  });
  return { events, database, functions };
};

const start = async (...modules: readonly PlatformModule[]) => {
  const shutdown = new Shutdown();
  return { shutdown, started: await startModules(modules, platform, shutdown) };
};

describe('the modules of the platform', () => {
  it('start when those they need have started, and stop before them', async () => {
    const { events, database, functions } = setUp();
    const { shutdown } = await start(functions, database);
    expect(events).toEqual(['database starts', 'functions start with http://127.0.0.1:8000']);
    await shutdown.run();
    expect(events.slice(2)).toEqual(['functions stop', 'http://127.0.0.1:8000 stops']);
  });

  it('run the resource types of all, with the parts they need', async () => {
    const { database, functions } = setUp();
    const { started } = await start(database, functions);
    expect(Object.keys(started.providers())).toEqual(['AWS::DynamoDB::Table', 'functions with http://127.0.0.1:8000']);
    expect(started.partOf(database).endpoint).toBe('http://127.0.0.1:8000');
  });

  it('run what needs every resource once all are deployed', async () => {
    const { events, database, functions } = setUp();
    const { started } = await start(database, functions);
    await started.deployed();
    expect(events.slice(2)).toEqual(['functions run']);
  });

  it('refuse a resource type that two of them run', async () => {
    const { database } = setUp();
    const other = platformModule({
      name: 'tables',
      start: () => 1,
      resources: () => ({ 'AWS::DynamoDB::Table': provider }),
    });
    const { started } = await start(database, other);
    expect(() => started.providers()).toThrow('the modules database and tables both run AWS::DynamoDB::Table');
  });

  it('report the one that fails, start none that needs it, and stop the others, also those that are still starting', async () => {
    const { events, database } = setUp();
    const broken = platformModule({ name: 'kafka', start: () => Promise.reject(new Error('no port is free')) });
    const needy = platformModule({
      name: 'event sources',
      needs: { broken },
      start: () => events.push('needy starts'),
    });
    const shutdown = new Shutdown();
    await expect(startModules([database, needy, broken], platform, shutdown)).rejects.toThrow('no port is free');
    await shutdown.run();
    expect(events).toEqual(['database starts', 'http://127.0.0.1:8000 stops']);
  });
});
