/** `StateTransitionReason` codes that Lambda documents for Kafka mappings. */
type TransitionReasonCode =
  | 'ESM_CONFIG_NOT_VALID'
  | 'EVENT_SOURCE_AUTHN_ERROR'
  | 'EVENT_SOURCE_AUTHZ_ERROR'
  | 'FUNCTION_CONFIG_NOT_VALID';

export interface KafkaProblem {
  /** Absent for transient problems, such as an unavailable broker. */
  readonly code: TransitionReasonCode | undefined;
  readonly result: string;
}

/** The fault of the event source, in Lambda's words where it has some. */
export function kafkaProblem(error: unknown): KafkaProblem {
  for (let each = error; each instanceof Error; each = each.cause) {
    const type = 'type' in each && typeof each.type === 'string' ? each.type : '';
    if (each.name === 'KafkaJSSASLAuthenticationError' || type === 'SASL_AUTHENTICATION_FAILED') {
      return { code: 'EVENT_SOURCE_AUTHN_ERROR', result: 'PROBLEM: SASL authentication failed' };
    }
    if (type.endsWith('AUTHORIZATION_FAILED')) {
      return { code: 'EVENT_SOURCE_AUTHZ_ERROR', result: `PROBLEM: Cluster failed to authorize Lambda (${type})` };
    }
    if (type === 'UNKNOWN_TOPIC_OR_PARTITION') {
      return { code: 'ESM_CONFIG_NOT_VALID', result: `PROBLEM: ${each.message}` };
    }
  }
  return { code: undefined, result: `PROBLEM: ${error instanceof Error ? error.message : String(error)}` };
}
