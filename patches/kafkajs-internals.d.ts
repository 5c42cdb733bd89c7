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
    /** Epoch ms; -1 when the broker has requested no pause. */
    throttledUntil: number;
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    checkPendingRequests(): void;
    scheduleCheckPendingRequests(): void;
  }
}

declare module 'kafkajs/src/network/connectionPool.js' {
  import type { Socket } from 'node:net';

  /** One connection to a broker. */
  export interface Connection {
    socket?: Socket;
    requestQueue: { inflight: { readonly size: number }; pending: readonly unknown[] };
    isConnected(): boolean;
    connect(): Promise<unknown>;
    disconnect(): Promise<unknown>;
  }

  export default class ConnectionPool {
    pool: Connection[];
    getConnection(index?: number): Promise<Connection>;
  }
}

declare module 'kafkajs/src/broker/saslAuthenticator/scram512.js' {
  import type { AuthenticationProviderArgs, Authenticator } from 'kafkajs';

  const scram512: (login: {
    readonly username: string;
    readonly password: string;
  }) => (connection: AuthenticationProviderArgs) => Authenticator;
  export default scram512;
}

declare module 'kafkajs/src/protocol/decoder.js' {
  /** Reads the fields of an answer one after the other. */
  export default class Decoder {
    readonly buffer: Buffer;
    readonly offset: number;
    readInt32(): number;
    readArrayAsync<T>(read: (decoder: Decoder) => Promise<T>): Promise<T[]>;
  }
}

declare module 'kafkajs/src/protocol/requests/fetch/v11/response.js' {
  const response: { decode(answer: Buffer): Promise<object> };
  export default response;
}

declare module 'kafkajs/src/protocol/requests/metadata/v6/response.js' {
  interface TopicMetadata {
    readonly topicErrorCode: number;
    readonly partitionMetadata: readonly { readonly partitionErrorCode: number; readonly leader: number }[];
  }
  interface Metadata {
    readonly topicMetadata: readonly TopicMetadata[];
  }
  const response: { parse(metadata: Metadata): Promise<Metadata> };
  export default response;
}
