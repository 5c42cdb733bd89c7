/** Environment of audit/timeline besides the common one. */
export interface TimelineEnvironment {
  readonly AUDIT_TABLE: string;
}
