import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
  type IAlarmAction,
  type MathExpression,
  type Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type Deployment, nameIn } from '../../config/deployment.ts';
import { runbookAnchor } from './runbook-anchor.ts';

export interface AlarmDescription {
  /** A heading of `docs/runbooks.md`: what to do about it. */
  readonly runbook: string;
  /** One sentence: what is the case. */
  readonly says: string;
}

export interface AlarmCondition extends AlarmDescription {
  readonly metric: Metric | MathExpression;
  /** It is raised from there on. */
  readonly from: number;
  /** Raised from there on downwards. */
  readonly below?: true;
  /** So many periods of the metric in a row; one when absent. */
  readonly periods?: number;
  /** No news is good news, unless silence is what it is about. */
  readonly silence?: 'good' | 'bad';
}

export interface AlarmRegistryProps {
  readonly deployment: Deployment;
  readonly topic: ITopic;
}

/** How often an alarm looks, where its metric does not say otherwise. */
export const alarmPeriod = Duration.minutes(5);

/** Every alarm of the platform. All tell the same people, and each says which runbook to open. */
export class AlarmRegistry extends Construct {
  readonly #deployment: Deployment;
  readonly #action: IAlarmAction;

  constructor(scope: Construct, id: string, { deployment, topic }: AlarmRegistryProps) {
    super(scope, id);
    this.#deployment = deployment;
    this.#action = new SnsAction(topic);
  }

  /** @param name unique, words with hyphens between them. */
  raise(name: string, condition: AlarmCondition): void {
    const alarm = this.#alarm(name, condition);
    alarm.addAlarmAction(this.#action);
    alarm.addOkAction(this.#action);
  }

  /** Raised while all its parts are: of a part alone nobody is told. */
  raiseWhileAll(
    name: string,
    description: AlarmDescription,
    parts: ReadonlyMap<string, Omit<AlarmCondition, keyof AlarmDescription>>,
  ): void {
    const alarms = [...parts].map(([part, condition]) =>
      this.#alarm(`${name}-${part}`, { ...description, says: `${description.says} (${part})`, ...condition }),
    );
    const whole = new CompositeAlarm(this, name, {
      compositeAlarmName: nameIn(this.#deployment, name),
      alarmDescription: describe(description),
      alarmRule: AlarmRule.allOf(...alarms.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM))),
    });
    whole.addAlarmAction(this.#action);
    whole.addOkAction(this.#action);
  }

  #alarm(name: string, { metric, from, below, periods = 1, silence = 'good', ...description }: AlarmCondition): Alarm {
    return new Alarm(this, name, {
      alarmName: nameIn(this.#deployment, name),
      alarmDescription: describe(description),
      metric,
      threshold: from,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: silence === 'bad' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
  }
}

const describe = ({ says, runbook }: AlarmDescription): string => `${says}. What to do: ${runbookAnchor(runbook)}`;
