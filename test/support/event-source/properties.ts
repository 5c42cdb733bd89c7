/** Properties of a mapping as the template gives them, with what is required. */
export function mappingProperties(
  overrides: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    FunctionName: 'order-saga',
    EventSourceArn: clusterArn,
    Topics: ['orders.created'],
    StartingPosition: 'TRIM_HORIZON',
    ...overrides,
  };
}

export const clusterArn = 'arn:aws:kafka:eu-west-1:000000000000:cluster/orderstream/5f2c';

export const provisioned = { ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 2 } };
