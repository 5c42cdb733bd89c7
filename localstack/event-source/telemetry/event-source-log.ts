import type { SystemLogLevel } from '../config/event-source-mapping-config.ts';

/** Types of system log lines that Lambda writes for Kafka mappings. */
type EventSourceLogType = 'ESM_PROCESSING_EVENT' | 'POLLER_STATUS_EVENT' | 'KAFKA_STATUS_EVENT';

export interface EventSourceLogLine {
  readonly level: SystemLogLevel;
  readonly type: EventSourceLogType;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Writes a line of a mapping. */
export type EventSourceLog = (line: EventSourceLogLine) => void;

/** A line with its place: the function's log group and, in it, the mapping's stream of the day. */
export interface EventSourceLogEntry extends EventSourceLogLine {
  readonly functionName: string;
  /** `YYYY/MM/DD/<uuid>`. */
  readonly stream: string;
}

export interface EventSourceLogSettings {
  readonly uuid: string;
  readonly functionName: string;
  /** Lines below it are left out. */
  readonly level: SystemLogLevel;
  /** Unix milliseconds. */
  readonly now: () => number;
}

const rank: Readonly<Record<SystemLogLevel, number>> = { DEBUG: 0, INFO: 1, WARN: 2 };

export function eventSourceLog(
  { uuid, functionName, level, now }: EventSourceLogSettings,
  write: (entry: EventSourceLogEntry) => void,
): EventSourceLog {
  return (line) => {
    if (rank[line.level] < rank[level]) return;
    const day = new Date(now()).toISOString().slice(0, 10).replaceAll('-', '/');
    write({ ...line, functionName, stream: `${day}/${uuid}` });
  };
}
