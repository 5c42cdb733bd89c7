/** Environment of audit/record besides the common one. */
export interface RecordEnvironment {
  readonly AUDIT_TABLE: string;
}
