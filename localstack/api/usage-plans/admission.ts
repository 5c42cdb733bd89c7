import type { MethodDefinition, MethodSetting, Stage, ThrottleLimits } from '../definition/definition.ts';
import { GatewayProblem } from '../exchange/gateway-problem.ts';
import { TokenBucket, takeFromAll } from './token-bucket.ts';
import type { ApiKey, UsagePlans } from './usage-plans.ts';

/** The account's limits in a region, unless AWS raised them. */
const accountLimits: ThrottleLimits = { rateLimit: 10_000, burstLimit: 5_000 };

/** Lets requests in as key, plan, stage and account allow (rest-api-rules B7, E8). */
export class Admission {
  readonly #plans: UsagePlans;
  readonly #now: () => number;
  readonly #account: TokenBucket;
  readonly #methods = new Map<string, TokenBucket>();

  constructor(plans: UsagePlans, now: () => number) {
    this.#plans = plans;
    this.#now = now;
    this.#account = new TokenBucket(accountLimits, now());
  }

  /**
   * @param keyValue the client's API key, if it sent one; looked at only where the method requires a key.
   * @returns the key of a method that requires one.
   * @throws {GatewayProblem} INVALID_API_KEY, THROTTLED or QUOTA_EXCEEDED.
   */
  admit(stage: Stage, method: MethodDefinition, keyValue: string | undefined): ApiKey | undefined {
    const now = this.#now();
    const request = { apiId: stage.api.id, stage: stage.name, ...method };
    const allowance = method.apiKeyRequired ? this.#plans.allowance(keyValue, request, now) : undefined;
    const ofMethod = this.#methodBucket(stage, method, now);
    const buckets = [...(allowance?.buckets ?? []), ...(ofMethod ? [ofMethod] : []), this.#account];
    if (allowance?.quota && !allowance.quota.hasLeft(now)) throw new GatewayProblem('QUOTA_EXCEEDED');
    if (!takeFromAll(buckets, now)) throw new GatewayProblem('THROTTLED');
    allowance?.quota?.use();
    return allowance?.key;
  }

  /** A stage's setting, also one for all methods, gives each method a bucket of its own. */
  #methodBucket(stage: Stage, method: MethodDefinition, now: number): TokenBucket | undefined {
    const limits = methodLimits(stage.methodSettings, method);
    if (!limits) return undefined;
    const key = [stage.api.id, stage.name, method.resourcePath, method.httpMethod].join(' ');
    const bucket = this.#methods.get(key) ?? new TokenBucket(limits, now);
    this.#methods.set(key, bucket);
    return bucket;
  }
}

/** The most specific setting: this path and method, this path, this method, all. */
function methodLimits(settings: readonly MethodSetting[], method: MethodDefinition): ThrottleLimits | undefined {
  const rank = (setting: MethodSetting) =>
    (setting.resourcePath === '*' ? 0 : 2) + (setting.httpMethod === '*' ? 0 : 1);
  return settings
    .filter(({ resourcePath }) => resourcePath === '*' || resourcePath === method.resourcePath)
    .filter(({ httpMethod }) => httpMethod === '*' || httpMethod === method.httpMethod)
    .toSorted((left, right) => rank(right) - rank(left))[0]?.throttle;
}
