import type { SystemLogLevel } from './event-source-mapping-config.ts';

/** Types of system log lines that Lambda writes for Kafka mappings. */
export type EventSourceLogType = 'ESM_PROCESSING_EVENT' | 'POLLER_STATUS_EVENT' | 'KAFKA_STATUS_EVENT';

export interface EventSourceLogLine {
  readonly level: SystemLogLevel;
  readonly type: EventSourceLogType;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Takes a line; it must not throw. */
export type EventSourceLog = (line: EventSourceLogLine) => void;

const rank: Readonly<Record<SystemLogLevel, number>> = { DEBUG: 0, INFO: 1, WARN: 2 };

/** Passes on lines of the level and the graver ones. */
export function logFrom(level: SystemLogLevel, log: EventSourceLog): EventSourceLog {
  return (line) => {
    if (rank[line.level] >= rank[level]) log(line);
  };
}
