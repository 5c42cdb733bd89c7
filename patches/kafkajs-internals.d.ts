/** What of kafkajs 2.2.4's inner parts is mended here; it has no types of its own. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  export default class RequestQueue {
    constructor(options: {
      readonly maxInFlightRequests: number;
      readonly requestTimeout: number;
      readonly enforceRequestTimeout: boolean;
      readonly clientId: string;
      readonly broker: string;
      readonly logger: unknown;
      readonly isConnected?: () => boolean;
    });
    pending: unknown[];
    /** Epoch ms; -1 when the broker has asked for no pause. */
    throttledUntil: number;
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    checkPendingRequests(): void;
    scheduleCheckPendingRequests(): void;
  }
}
