import { describe, expect, test } from 'vitest';
import { FunctionNotFoundError, ThrottledError } from '../../../../localstack/lambda/invoker.ts';
import { schedulesResources } from '../../../../localstack/schedules/resources.ts';
import { Schedules } from '../../../../localstack/schedules/schedules.ts';
import { FunctionError, type FunctionScript, ScriptedFunctions } from '../../../support/api/scripted-functions.ts';
import { ManualTimers } from '../../../support/manual-timers.ts';

const arn = 'arn:aws:lambda:eu-west-1:000000000000:function:repair';
const minute = 60_000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function platform(script: FunctionScript = () => ({})) {
  const functions = new ScriptedFunctions(script);
  const timers = new ManualTimers(new Date('2026-11-22T06:00:30.250Z'));
  const failures: unknown[] = [];
  const schedules = new Schedules({
    invoker: functions,
    timers,
    onFailure: (functionArn, problem) => failures.push([functionArn, problem]),
  });
  const create = (type: string, properties: Record<string, unknown>) => {
    const provider = schedulesResources(schedules)[type];
    if (!provider) throw new Error(`no provider for ${type}`);
    const context = { stack: 'services', logicalId: 'Repair', type, accountId: '000000000000', region: 'eu-west-1' };
    return provider(properties, context);
  };
  const rule = (properties: Record<string, unknown>) =>
    create('AWS::Events::Rule', { Name: 'repair', Targets: [{ Arn: arn, Id: 't' }], ...properties });
  const schedule = (properties: Record<string, unknown>) =>
    create('AWS::Scheduler::Schedule', { Name: 'repair', Target: { Arn: arn, RoleArn: 'r' }, ...properties });
  return { functions, timers, failures, schedules, rule, schedule, create };
}

describe('a rule', () => {
  test('invokes its function on time with the documented event', async () => {
    const { functions, timers, schedules, rule } = platform();
    expect(await rule({ ScheduleExpression: 'rate(5 minutes)' })).toEqual({
      ref: 'repair',
      attributes: { Arn: 'arn:aws:events:eu-west-1:000000000000:rule/repair' },
    });
    schedules.start();
    await timers.pass(5 * minute - 1);
    expect(functions.calls).toEqual([]);
    await timers.pass(1);
    expect(functions.calls).toEqual([
      {
        functionArn: arn,
        event: {
          version: '0',
          id: expect.stringMatching(uuid),
          'detail-type': 'Scheduled Event',
          source: 'aws.events',
          account: '000000000000',
          time: '2026-11-22T06:05:30Z',
          region: 'eu-west-1',
          resources: ['arn:aws:events:eu-west-1:000000000000:rule/repair'],
          detail: {},
        },
      },
    ]);
    await timers.pass(10 * minute);
    expect(functions.calls).toHaveLength(3);
  });

  test('sends a target’s own Input as it is, to each target', async () => {
    const { functions, timers, schedules, rule } = platform();
    const targets = [
      { Arn: arn, Id: 'a', Input: '{"mode":"full"}' },
      { Arn: `${arn}-2`, Id: 'b' },
    ];
    await rule({ ScheduleExpression: 'cron(0 7 * * ? *)', Targets: targets });
    schedules.start();
    await timers.pass(60 * minute);
    expect(functions.calls).toMatchObject([
      { functionArn: arn, event: { mode: 'full' } },
      { functionArn: `${arn}-2`, event: { source: 'aws.events' } },
    ]);
  });

  test.each([
    ['only an event pattern', { EventPattern: {} }, 'repair has an event pattern'],
    [
      'an input transformer',
      { ScheduleExpression: 'rate(1 minute)', Targets: [{ Arn: arn, Id: 't', InputTransformer: {} }] },
      'InputTransformer',
    ],
    [
      'another kind of target',
      { ScheduleExpression: 'rate(1 minute)', Targets: [{ Arn: 'arn:aws:sqs:eu-west-1:000000000000:q', Id: 't' }] },
      'arn:aws:sqs',
    ],
    ['a wrong expression', { ScheduleExpression: 'rate(1 minutes)' }, '1 minutes'],
  ])('with %s is an error that names it', async (_, properties, message) => {
    await expect(platform().rule(properties)).rejects.toThrow(message);
  });
});

describe('a schedule', () => {
  test('has its own event and ARN', async () => {
    const { functions, timers, schedules, schedule } = platform();
    const { attributes } = await schedule({
      ScheduleExpression: 'at(2026-11-22T08:00:00)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
    });
    expect(attributes['Arn']).toBe('arn:aws:scheduler:eu-west-1:000000000000:schedule/default/repair');
    schedules.start();
    await timers.pass(120 * minute);
    expect(functions.calls).toHaveLength(1);
    expect(functions.lastEvent).toMatchObject({
      source: 'aws.scheduler',
      detail: '{}',
      time: '2026-11-22T07:00:00Z',
      resources: [attributes['Arn']],
    });
  });

  test('fills its context into its Input', async () => {
    const { functions, schedules, schedule } = platform();
    const Input =
      '{"at":"<aws.scheduler.scheduled-time>","by":"<aws.scheduler.schedule-arn>","id":"<aws.scheduler.execution-id>"}';
    await schedule({ ScheduleExpression: 'rate(1 day)', Target: { Arn: arn, RoleArn: 'r', Input } });
    await schedules.runNow('repair');
    expect(functions.lastEvent).toEqual({
      at: '2026-11-22T06:00:30Z',
      by: 'arn:aws:scheduler:eu-west-1:000000000000:schedule/default/repair',
      id: expect.stringMatching(uuid),
    });
  });

  test('runs between its start and its end, the start included', async () => {
    const { functions, timers, schedules, schedule } = platform();
    await schedule({
      ScheduleExpression: 'cron(0/10 * * * ? *)',
      StartDate: '2026-11-22T06:20:00Z',
      EndDate: '2026-11-22T06:40:00Z',
    });
    schedules.start();
    await timers.pass(120 * minute);
    const times = functions.calls.map(({ event }) => event['time']);
    expect(times).toEqual(['2026-11-22T06:20:00Z', '2026-11-22T06:30:00Z', '2026-11-22T06:40:00Z']);
    expect(timers.waiting).toBe(0);
  });

  test('does not run when disabled, but on request', async () => {
    const { functions, timers, schedules, schedule } = platform();
    await schedule({ ScheduleExpression: 'rate(1 minute)', State: 'DISABLED' });
    schedules.start();
    await timers.pass(10 * minute);
    expect(functions.calls).toEqual([]);
    await schedules.runNow('repair');
    expect(functions.calls).toHaveLength(1);
  });
});

describe('keeping time', () => {
  test('nothing runs before the start, nor after the stop', async () => {
    const { functions, timers, schedules, rule } = platform();
    await rule({ ScheduleExpression: 'rate(1 minute)' });
    await timers.pass(5 * minute);
    schedules.start();
    await timers.pass(2 * minute);
    schedules.stop();
    await timers.pass(5 * minute);
    expect(functions.calls).toHaveLength(2);
    expect(timers.waiting).toBe(0);
  });

  test('one that is added after the start runs too', async () => {
    const { functions, timers, schedules, rule } = platform();
    schedules.start();
    await rule({ ScheduleExpression: 'rate(1 minute)' });
    await timers.pass(minute);
    expect(functions.calls).toHaveLength(1);
  });

  test('a name is taken once', async () => {
    const { rule } = platform();
    await rule({ ScheduleExpression: 'rate(1 minute)' });
    await expect(rule({ ScheduleExpression: 'rate(1 minute)' })).rejects.toThrow('repair exists already');
  });
});

describe('on request', () => {
  test('gives the outcome of each target, and no retry', async () => {
    const { functions, schedules, timers, rule } = platform(() => new FunctionError('boom'));
    await rule({ ScheduleExpression: 'rate(1 day)' });
    expect(await schedules.runNow('repair')).toMatchObject([{ functionError: 'Unhandled' }]);
    await timers.pass(10 * minute);
    expect(functions.calls).toHaveLength(1);
  });

  test('an unknown name is an error that lists the known ones', async () => {
    const { schedules, rule } = platform();
    await rule({ ScheduleExpression: 'rate(1 day)' });
    await expect(schedules.runNow('nothing')).rejects.toThrow('no schedule nothing; there are: repair');
  });
});

describe('failures', () => {
  test('a function error is retried after one and two minutes, with the same event, then dropped', async () => {
    const { functions, timers, failures, schedules, rule } = platform(() => new FunctionError('boom'));
    await rule({ ScheduleExpression: 'at(2026-11-22T06:01:00)' });
    schedules.start();
    await timers.pass(29_750);
    expect(functions.calls).toHaveLength(1);
    await timers.pass(minute);
    expect(functions.calls).toHaveLength(2);
    await timers.pass(2 * minute - 1);
    expect(functions.calls).toHaveLength(2);
    await timers.pass(24 * 60 * minute);
    expect(functions.calls).toHaveLength(3);
    expect(new Set(functions.calls.map(({ event }) => event['id'])).size).toBe(1);
    expect(failures).toHaveLength(3);
    expect(failures[0]).toEqual([arn, expect.objectContaining({ message: expect.stringContaining('boom') })]);
  });

  test('a throttle is retried until it succeeds, for at most six hours', async () => {
    let busy = true;
    const { functions, timers, schedules, rule } = platform(() => {
      if (busy) throw new ThrottledError('busy');
      return {};
    });
    await rule({ ScheduleExpression: 'at(2026-11-22T06:01:00)' });
    schedules.start();
    await timers.pass(3 * 60 * minute);
    const tries = functions.calls.length;
    expect(tries).toBeGreaterThan(10);
    busy = false;
    await timers.pass(60 * minute);
    expect(functions.calls).toHaveLength(tries + 1);

    busy = true;
    await timers.pass(24 * 60 * minute);
    expect(timers.waiting).toBe(0);
  });

  test('throttled for six hours, an event is dropped', async () => {
    const { timers, schedules, rule } = platform(() => {
      throw new ThrottledError('busy');
    });
    await rule({ ScheduleExpression: 'at(2026-11-22T06:01:00)' });
    schedules.start();
    await timers.pass(5 * 60 * minute);
    expect(timers.waiting).toBe(1);
    await timers.pass(2 * 60 * minute);
    expect(timers.waiting).toBe(0);
  });

  test('a function that does not exist is reported once, and the schedule goes on', async () => {
    const { timers, failures, schedules, rule } = platform(() => {
      throw new FunctionNotFoundError('no such function');
    });
    await rule({ ScheduleExpression: 'rate(1 hour)' });
    schedules.start();
    await timers.pass(2 * 60 * minute);
    expect(failures).toHaveLength(2);
  });
});
