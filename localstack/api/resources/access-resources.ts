import { randomBytes } from 'node:crypto';
import { Properties } from '../../properties.ts';
import { stableId } from '../../stable-id.ts';
import { remembered, type StateStore } from '../../state-store.ts';
import type { ResourceProviders } from '../../template/resource-provider.ts';
import type { ThrottleLimits } from '../definition/definition.ts';
import type { RestApis } from '../gateway/rest-apis.ts';
import type { QuotaLimits } from '../usage-plans/quota.ts';
import type { PlanStage } from '../usage-plans/usage-plans.ts';

/** API keys and usage plans. A key without a value gets one, remembered in `state`. */
export function accessResources({ usagePlans }: RestApis, state: StateStore): ResourceProviders {
  return {
    'AWS::ApiGateway::ApiKey': async (values, { stack, logicalId }) => {
      const properties = new Properties(values);
      const id = stableId(10, stack, logicalId);
      const value =
        properties.optionalString('Value') ??
        remembered(state, `api-key/${stack}/${logicalId}`, () => randomBytes(20).toString('hex'));
      // Unlike in the console, a key of a template is disabled unless it sets `Enabled`.
      usagePlans.addKey({ id, value, enabled: properties.boolean('Enabled') ?? false });
      return { ref: id, attributes: { APIKeyId: id } };
    },

    'AWS::ApiGateway::UsagePlan': async (values, { stack, logicalId }) => {
      const properties = new Properties(values);
      const id = stableId(6, stack, logicalId);
      const throttle = readThrottle(properties.record('Throttle'));
      const quota = readQuota(properties.record('Quota'));
      usagePlans.addPlan({
        id,
        stages: properties.records('ApiStages').map(readStage),
        ...(throttle && { throttle }),
        ...(quota && { quota }),
      });
      return { ref: id, attributes: { Id: id } };
    },

    'AWS::ApiGateway::UsagePlanKey': async (values) => {
      const properties = new Properties(values);
      properties.oneOf('KeyType', ['API_KEY'], 'API_KEY');
      const [keyId, planId] = [properties.string('KeyId'), properties.string('UsagePlanId')];
      usagePlans.attach(keyId, planId);
      return { ref: `${keyId}:${planId}`, attributes: { Id: `${keyId}:${planId}` } };
    },
  };
}

function readStage(properties: Properties): PlanStage {
  const throttles = [...properties.recordMap('Throttle')].flatMap(([method, limits]) => {
    const throttle = readThrottle(limits);
    return throttle ? [[method, throttle] as const] : [];
  });
  return {
    apiId: properties.string('ApiId'),
    stage: properties.string('Stage'),
    methodThrottles: new Map(throttles),
  };
}

function readThrottle(properties: Properties | undefined): ThrottleLimits | undefined {
  return properties && throttleLimits(properties, 'RateLimit', 'BurstLimit');
}

/** Undefined if neither is set; a rate alone or a burst alone leaves the other unlimited. */
export function throttleLimits(properties: Properties, rate: string, burst: string): ThrottleLimits | undefined {
  const [rateLimit, burstLimit] = [properties.number(rate), properties.number(burst)];
  if (rateLimit === undefined && burstLimit === undefined) return undefined;
  return { rateLimit: rateLimit ?? Number.MAX_SAFE_INTEGER, burstLimit: burstLimit ?? Number.MAX_SAFE_INTEGER };
}

function readQuota(properties: Properties | undefined): QuotaLimits | undefined {
  const limit = properties?.number('Limit');
  if (!properties || limit === undefined) return undefined;
  return {
    limit,
    period: properties.oneOf('Period', ['DAY', 'WEEK', 'MONTH'], 'MONTH'),
    offset: properties.number('Offset') ?? 0,
  };
}
