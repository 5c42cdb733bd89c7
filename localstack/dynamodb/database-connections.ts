import { connect, type Socket } from 'node:net';
import { type HttpMessage, HttpMessages } from './http-messages.ts';

/** The database closes connections that are idle for 30 s; left earlier here, none breaks while it is taken into use. */
const idleConnectionMs = 10_000;

interface Connection {
  readonly socket: Socket;
  readonly messages: HttpMessages;
  idleSince: number;
  waiting: { readonly resolve: (message: HttpMessage) => void; readonly reject: (error: Error) => void } | undefined;
}

/** Connections to the database, each with one request at a time. The most recently used one is taken first. */
export class DatabaseConnections {
  readonly #port: number;
  readonly #all = new Set<Connection>();
  readonly #idle: Connection[] = [];

  constructor(port: number) {
    this.#port = port;
  }

  /** @throws {Error} the connection broke before the answer was complete. */
  exchange(request: Buffer): Promise<HttpMessage> {
    const connection = this.#takeIdle() ?? this.#open();
    return new Promise((resolve, reject) => {
      connection.waiting = { resolve, reject };
      connection.socket.write(request);
    });
  }

  close(): void {
    for (const { socket } of this.#all) socket.destroy();
  }

  #takeIdle(): Connection | undefined {
    const connection = this.#idle.pop();
    if (connection === undefined || Date.now() - connection.idleSince < idleConnectionMs) return connection;
    // The others have been idle for longer.
    for (const { socket } of [connection, ...this.#idle.splice(0)]) socket.destroy();
    return undefined;
  }

  #open(): Connection {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    const connection: Connection = { socket, messages: new HttpMessages(), idleSince: 0, waiting: undefined };
    this.#all.add(connection);
    socket
      .on('data', (chunk) => this.#onChunk(connection, chunk))
      .on('error', () => socket.destroy())
      .on('close', () => this.#onClose(connection));
    return connection;
  }

  #onChunk(connection: Connection, chunk: Buffer): void {
    try {
      for (const message of connection.messages.push(chunk)) {
        const { waiting } = connection;
        if (waiting === undefined) throw new Error('the database answered without a request');
        connection.waiting = undefined;
        connection.idleSince = Date.now();
        this.#idle.push(connection);
        waiting.resolve(message);
      }
    } catch {
      connection.socket.destroy();
    }
  }

  #onClose(connection: Connection): void {
    this.#all.delete(connection);
    const at = this.#idle.indexOf(connection);
    if (at >= 0) this.#idle.splice(at, 1);
    connection.waiting?.reject(new Error('the database closed the connection'));
  }
}
