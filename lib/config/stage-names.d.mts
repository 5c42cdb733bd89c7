/** The stages of the CDK app. */
export const stageNames: readonly ['dev', 'prod'];
