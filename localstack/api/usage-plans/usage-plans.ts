import type { ThrottleLimits } from '../definition/definition.ts';
import { GatewayProblem } from '../exchange/gateway-problem.ts';
import { Quota, type QuotaLimits } from './quota.ts';
import { TokenBucket } from './token-bucket.ts';

export interface ApiKey {
  readonly id: string;
  readonly value: string;
  readonly enabled: boolean;
}

export interface PlanStage {
  readonly apiId: string;
  readonly stage: string;
  /** By `<resource path>/<METHOD>`: replaces the plan's own limits there. */
  readonly methodThrottles: ReadonlyMap<string, ThrottleLimits>;
}

export interface UsagePlan {
  readonly id: string;
  readonly stages: readonly PlanStage[];
  readonly throttle?: ThrottleLimits;
  readonly quota?: QuotaLimits;
}

export interface PlannedRequest {
  readonly apiId: string;
  readonly stage: string;
  readonly resourcePath: string;
  readonly httpMethod: string;
}

/** The remaining limits of a client with a valid key. */
export interface Allowance {
  readonly key: ApiKey;
  readonly buckets: readonly TokenBucket[];
  readonly quota: Quota | undefined;
}

/** API keys and the plans they belong to (rest-api-rules D1, E6–E8). */
export class UsagePlans {
  readonly #keys = new Map<string, ApiKey>();
  readonly #keysByValue = new Map<string, ApiKey>();
  readonly #plans = new Map<string, UsagePlan>();
  readonly #plansOfKey = new Map<string, UsagePlan[]>();
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #quotas = new Map<string, Quota>();

  /** @throws {Error} the value's length is not 20 to 128, or another key has it. */
  addKey(key: ApiKey): void {
    if (key.value.length < 20 || key.value.length > 128) throw new Error('an API key has 20 to 128 characters');
    if (this.#keysByValue.has(key.value)) throw new Error('another API key has the same value');
    this.#keys.set(key.id, key);
    this.#keysByValue.set(key.value, key);
  }

  addPlan(plan: UsagePlan): void {
    this.#plans.set(plan.id, plan);
  }

  /** @throws {Error} no such key or plan, or the key has a plan for one of the stages already. */
  attach(keyId: string, planId: string): void {
    const plan = this.#plans.get(planId);
    if (!plan) throw new Error(`no usage plan ${planId}`);
    if (!this.#keys.has(keyId)) throw new Error(`no API key ${keyId}`);
    const others = this.#plansOfKey.get(keyId) ?? [];
    for (const { apiId, stage } of plan.stages) {
      if (others.some((other) => stageOf(other, apiId, stage))) {
        throw new Error(`API key ${keyId} already has a usage plan for stage ${stage} of API ${apiId}`);
      }
    }
    this.#plansOfKey.set(keyId, [...others, plan]);
  }

  keyValue(keyId: string): string | undefined {
    return this.#keys.get(keyId)?.value;
  }

  /** @throws {GatewayProblem} INVALID_API_KEY: missing, unknown, disabled, or without a plan for this stage. */
  allowance(keyValue: string | undefined, request: PlannedRequest, now: number): Allowance {
    const key = keyValue === undefined ? undefined : this.#keysByValue.get(keyValue);
    if (!key?.enabled) throw new GatewayProblem('INVALID_API_KEY');
    const plan = this.#plansOfKey.get(key.id)?.find((candidate) => stageOf(candidate, request.apiId, request.stage));
    if (!plan) throw new GatewayProblem('INVALID_API_KEY');
    const bucket = this.#bucket(key, plan, request, now);
    return { key, buckets: bucket ? [bucket] : [], quota: this.#quota(key, plan, now) };
  }

  /** Per key over all stages of its plan, or per key and method where the plan throttles it. */
  #bucket(key: ApiKey, plan: UsagePlan, request: PlannedRequest, now: number): TokenBucket | undefined {
    const method = `${request.resourcePath}/${request.httpMethod}`;
    const ofMethod = stageOf(plan, request.apiId, request.stage)?.methodThrottles.get(method);
    const limits = ofMethod ?? plan.throttle;
    if (!limits) return undefined;
    const scope = ofMethod ? [request.apiId, request.stage, method] : [];
    return obtain(this.#buckets, [key.id, plan.id, ...scope].join(' '), () => new TokenBucket(limits, now));
  }

  #quota(key: ApiKey, plan: UsagePlan, now: number): Quota | undefined {
    const limits = plan.quota;
    return limits && obtain(this.#quotas, `${key.id} ${plan.id}`, () => new Quota(limits, now));
  }
}

function stageOf(plan: UsagePlan, apiId: string, stage: string): PlanStage | undefined {
  return plan.stages.find((candidate) => candidate.apiId === apiId && candidate.stage === stage);
}

function obtain<Value>(values: Map<string, Value>, key: string, create: () => Value): Value {
  const value = values.get(key) ?? create();
  values.set(key, value);
  return value;
}
