import type { PipelineConsumer } from '../../../schemas/generated/types.ts';

/** From this lag on, in seconds: an alarm fires after a minute of it where orders wait, after ten elsewhere. */
const limits = { critical: { warn: 10, alarm: 60 }, background: { warn: 120, alarm: 600 } } as const;

/** `alarm`: records were lost to retention, or orders wait too long. */
export type LagSeverity = 'none' | 'warn' | 'alarm';

/** How serious the lag of a consumer group is, by what waits for it. */
export const lagSeverity = ({
  latency,
  lag_seconds,
  lost_records,
}: Pick<PipelineConsumer, 'latency' | 'lag_seconds' | 'lost_records'>): LagSeverity => {
  const { warn, alarm } = limits[latency];
  if (lost_records > 0 || lag_seconds >= alarm) return 'alarm';
  return lag_seconds >= warn ? 'warn' : 'none';
};
