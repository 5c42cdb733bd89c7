import { Properties } from '../properties.ts';
import type { ResourceProviders } from '../template/resource-provider.ts';

/** Parameters by their name, for the stacks that read them. */
export type Parameters = Map<string, string>;

/** `AWS::SSM::Parameter` with a value of its own; SecureString is none that CloudFormation creates. */
export const parameterResources = (parameters: Parameters): ResourceProviders => ({
  'AWS::SSM::Parameter': async (values) => {
    const properties = new Properties(values);
    const name = properties.string('Name');
    const type = properties.string('Type');
    const value = properties.string('Value');
    parameters.set(name, value);
    return { ref: name, attributes: { Type: type, Value: value } };
  },
});
