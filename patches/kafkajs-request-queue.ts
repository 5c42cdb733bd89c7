/**
 * Mends kafkajs 2.2.4 (2.3.0-beta.3 has the fault too): import it wherever a Kafka client is made.
 *
 * After its first request every connection looks for waiting requests once a millisecond, for ever: with no throttling
 * `throttledUntil` is -1, the delay until then negative, and Node makes one millisecond of it (and prints TimeoutNegativeWarning).
 * Five connections cost a function four per cent of a processor while it does nothing. Requests need no such look: a new one and
 * each answer look by themselves. A timer is only of use while requests wait for a throttled or busy connection.
 */
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

/** As kafkajs has it for a connection that is busy, not throttled; milliseconds. */
const busyCheckMs = 10;

RequestQueue.prototype.scheduleCheckPendingRequests = function scheduleCheckPendingRequests(): void {
  if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
  this.throttleCheckTimeoutId = setTimeout(
    () => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    },
    Math.max(this.throttledUntil - Date.now(), busyCheckMs),
  );
};
