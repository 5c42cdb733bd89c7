import { Aws, CfnCondition, CfnResource, Fn, type IAspect, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Name of the condition in the templates. */
const heldElsewhere = 'HeldElsewhere';

/**
 * Leaves resources of some types in the templates, but never has them created, by a condition that is always false. The
 * component that runs them in CloudFormation's place reads their properties there.
 */
export class HeldElsewhere implements IAspect {
  readonly #isElsewhere: (type: string) => boolean;

  constructor(isElsewhere: (type: string) => boolean) {
    this.#isElsewhere = isElsewhere;
  }

  visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node) || !this.#isElsewhere(node.cfnResourceType)) return;
    node.cfnOptions.condition = this.#condition(Stack.of(node));
  }

  #condition(stack: Stack): CfnCondition {
    const known = stack.node.tryFindChild(heldElsewhere);
    if (known instanceof CfnCondition) return known;
    // No stack has this name, but only the deployment evaluates it: cfn-lint warns of a condition without a reference.
    return new CfnCondition(stack, heldElsewhere, { expression: Fn.conditionEquals(Aws.STACK_NAME, heldElsewhere) });
  }
}
