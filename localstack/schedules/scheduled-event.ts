import { randomUUID } from 'node:crypto';

/** Account and region of an event. */
export interface EventOrigin {
  readonly accountId: string;
  readonly region: string;
  /** Of the rule or schedule. */
  readonly arn: string;
}

/** The event of a rule with a schedule for a target without its own `Input`. */
export function ruleEvent(origin: EventOrigin, time: Date): string {
  return JSON.stringify({ ...event(origin, time), source: 'aws.events', detail: {} });
}

/** The event of an EventBridge Scheduler schedule without its own `Input`: its detail is a string. */
export function schedulerEvent(origin: EventOrigin, time: Date): string {
  return JSON.stringify({ ...event(origin, time), source: 'aws.scheduler', detail: '{}' });
}

/** EventBridge Scheduler's own `Input`, its context attributes filled in. */
export function schedulerInput(input: string, origin: EventOrigin, time: Date): string {
  return input
    .replaceAll('<aws.scheduler.schedule-arn>', origin.arn)
    .replaceAll('<aws.scheduler.scheduled-time>', wholeSeconds(time))
    .replaceAll('<aws.scheduler.execution-id>', randomUUID())
    .replaceAll('<aws.scheduler.attempt-number>', '1');
}

function event({ accountId, region, arn }: EventOrigin, time: Date): object {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    account: accountId,
    time: wholeSeconds(time),
    region,
    resources: [arn],
  };
}

function wholeSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
