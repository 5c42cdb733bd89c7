import { Properties } from '../properties.ts';
import { stableId } from '../stable-id.ts';
import type { ResourceContext, ResourceProviders } from '../template/resource-provider.ts';
import { parseScheduleExpression, type ScheduleExpression } from './schedule-expression.ts';
import { type EventOrigin, ruleEvent, schedulerEvent, schedulerInput } from './scheduled-event.ts';
import type { Schedules, ScheduleTarget } from './schedules.ts';

/**
 * `AWS::Events::Rule` with a schedule, and `AWS::Scheduler::Schedule`, both with Lambda targets. Flexible windows are
 * taken as exact times; dead-letter queues are not run: an event that fails every attempt is reported and dropped.
 */
export function schedulesResources(schedules: Schedules): ResourceProviders {
  return {
    'AWS::Events::Rule': async (values, context) => {
      const properties = new Properties(values);
      const name = nameOf(properties, context);
      const expression = properties.optionalString('ScheduleExpression');
      if (expression === undefined) {
        throw new Error(`rule ${name} has an event pattern and no schedule: event buses are not supported locally`);
      }
      const arn = `arn:aws:events:${context.region}:${context.accountId}:rule/${name}`;
      schedules.add({
        name,
        enabled: properties.oneOf('State', ['ENABLED', 'DISABLED'], 'ENABLED') === 'ENABLED',
        expression: checkedExpression(expression, 'UTC'),
        targets: properties.records('Targets').map((target) => ruleTarget(target, { ...context, arn })),
      });
      return { ref: name, attributes: { Arn: arn } };
    },

    'AWS::Scheduler::Schedule': async (values, context) => {
      const properties = new Properties(values);
      const name = nameOf(properties, context);
      const group = properties.optionalString('GroupName') ?? 'default';
      const arn = `arn:aws:scheduler:${context.region}:${context.accountId}:schedule/${group}/${name}`;
      const target = properties.record('Target') ?? properties.fail('Target', 'is required');
      const timeZone = properties.optionalString('ScheduleExpressionTimezone') ?? 'UTC';
      const [startsAt, endsAt] = [date(properties, 'StartDate'), date(properties, 'EndDate')];
      schedules.add({
        name,
        enabled: properties.oneOf('State', ['ENABLED', 'DISABLED'], 'ENABLED') === 'ENABLED',
        expression: checkedExpression(properties.string('ScheduleExpression'), timeZone),
        targets: [schedulerTarget(target, { ...context, arn })],
        ...(startsAt && { startsAt }),
        ...(endsAt && { endsAt }),
      });
      return { ref: name, attributes: { Arn: arn } };
    },

    'AWS::Scheduler::ScheduleGroup': async (values, context) => {
      const name = nameOf(new Properties(values), context);
      const arn = `arn:aws:scheduler:${context.region}:${context.accountId}:schedule-group/${name}`;
      return { ref: name, attributes: { Arn: arn } };
    },
  };
}

function nameOf(properties: Properties, { stack, logicalId }: ResourceContext): string {
  return properties.optionalString('Name') ?? `${stack}-${logicalId}-${stableId(12, stack, logicalId)}`;
}

/** Parsed once now, so that a mistake is an error of the resource, and again at the schedule's start. */
function checkedExpression(text: string, timeZone: string): (origin: Date) => ScheduleExpression {
  parseScheduleExpression(text, timeZone, new Date(0));
  return (origin) => parseScheduleExpression(text, timeZone, origin);
}

function ruleTarget(target: Properties, origin: EventOrigin): ScheduleTarget {
  target.refuse('InputPath', 'InputTransformer');
  const input = target.optionalString('Input');
  return { functionArn: functionArn(target), event: (time) => input ?? ruleEvent(origin, time) };
}

function schedulerTarget(target: Properties, origin: EventOrigin): ScheduleTarget {
  const input = target.optionalString('Input');
  return {
    functionArn: functionArn(target),
    event: (time) => (input === undefined ? schedulerEvent(origin, time) : schedulerInput(input, origin, time)),
  };
}

function functionArn(target: Properties): string {
  const arn = target.string('Arn');
  if (!/^arn:[^:]+:lambda:[^:]*:[^:]*:function:/.test(arn)) {
    throw new Error(`target ${arn} is not a Lambda function: nothing else is supported locally`);
  }
  return arn;
}

function date(properties: Properties, name: string): Date | undefined {
  const text = properties.optionalString(name);
  if (text === undefined) return undefined;
  const value = new Date(text);
  return Number.isNaN(value.getTime()) ? properties.fail(name, `must be a date, got "${text}"`) : value;
}
