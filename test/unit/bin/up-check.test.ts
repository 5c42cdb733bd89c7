import { describe, expect, it } from 'vitest';
import { demoCommand } from '../../../bin/commands/demo.ts';
import { upCommand } from '../../../bin/commands/up.ts';
import { commandLineFault, kafkaVersionOf } from '../../../bin/up-check.mjs';

describe('the version of Kafka that a command line requests', () => {
  it.each([
    [['up', '--kafka', '4.4.0'], '4.4.0'],
    [['up', '--fresh', '--kafka=4.3.1', '--port', '4567'], '4.3.1'],
    [['demo', '--file', 'orders.csv', '--kafka', '4.4.0'], '4.4.0'],
    [['up'], undefined],
    [['up', '--kafka'], undefined],
    [['status', 'an order', '--kafka', '4.4.0'], undefined],
    [[], undefined],
  ])('in %j is %s', (args, version) => {
    expect(kafkaVersionOf(args)).toBe(version);
  });

  it.each(['up', 'demo'])('has three numbers: %s', async (command) => {
    expect(await commandLineFault([command, '--kafka', '4.4'])).toContain('give all three numbers');
    expect(await commandLineFault([command, '--kafka', '4.4.0'])).toBeUndefined();
  });

  it.each([upCommand, demoCommand])('is in the help', (command) => {
    expect(command().helpInformation()).toContain('--kafka <version>');
  });
});
