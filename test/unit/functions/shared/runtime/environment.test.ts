import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../../../../functions/shared/runtime/environment.ts';

interface Contract {
  readonly ORDERS_TABLE: string;
  readonly PRICES_TABLE: string;
}
const names = { ORDERS_TABLE: true, PRICES_TABLE: true } as const;
const common = { KAFKA_BROKERS: 'b:9096', KAFKA_SECRET_ARN: 'arn:secret', POWERTOOLS_SERVICE_NAME: 'order' };

describe('the environment of a function', () => {
  it('has the variables of its contract and the common ones', () => {
    const source = { ...common, ORDERS_TABLE: 'orders', PRICES_TABLE: 'prices', PATH: '/bin' };
    const { PATH: _, ...wanted } = source;
    expect(readEnvironment<Contract>(names, source)).toEqual(wanted);
  });

  it('reports all missing and empty variables at once', () => {
    const source = { ...common, KAFKA_BROKERS: '', ORDERS_TABLE: 'orders' };
    expect(() => readEnvironment<Contract>(names, source)).toThrow(
      'Missing environment variables: KAFKA_BROKERS, PRICES_TABLE',
    );
  });
});
