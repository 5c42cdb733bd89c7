import { randomBytes } from 'node:crypto';

/**
 * A new X-Ray trace header, not sampled.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
export const newTraceId = (now: Date = new Date()): string => {
  const seconds = Math.floor(now.getTime() / 1000).toString(16);
  const random = randomBytes(20).toString('hex');
  return `Root=1-${seconds}-${random.slice(0, 24)};Parent=${random.slice(24)};Sampled=0`;
};
