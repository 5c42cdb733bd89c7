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
  /** A heading of `docs/runbooks.md`: the procedure. */
  readonly runbook: string;
  /** One sentence: the condition. */
  readonly summary: string;
}

export interface AlarmCondition extends AlarmDescription {
  readonly metric: Metric | MathExpression;
  /** Raised at this value or above. */
  readonly from: number;
  /** Raised at this value or below. */
  readonly below?: true;
  /** Consecutive periods of the metric; one when absent. */
  readonly periods?: number;
  /** Missing data is good, unless it is what the alarm is about. */
  readonly silence?: 'good' | 'bad';
}

export interface AlarmRegistryProps {
  readonly deployment: Deployment;
  readonly topic: ITopic;
}

/** The period of an alarm whose metric has none of its own. */
export const alarmPeriod = Duration.minutes(5);

/** Every alarm of the platform. All notify the same topic, and each names its runbook. */
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

  /** Raised while all its parts are: a part alone notifies no topic. */
  raiseWhileAll(
    name: string,
    description: AlarmDescription,
    parts: ReadonlyMap<string, Omit<AlarmCondition, keyof AlarmDescription>>,
  ): void {
    const alarms = [...parts].map(([part, condition]) =>
      this.#alarm(`${name}-${part}`, { ...description, summary: `${description.summary} (${part})`, ...condition }),
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

const describe = ({ summary, runbook }: AlarmDescription): string =>
  `${summary}. What to do: ${runbookAnchor(runbook)}`;
