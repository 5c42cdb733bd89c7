import '../../../functions/shared/runtime/kafka/kafka-connection.ts';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import ConnectionPool, { type Connection } from 'kafkajs/src/network/connectionPool.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../support/eventually.ts';

/** A connection that does with its socket what kafkajs's does: the end of any of its sockets ends it. */
class SocketConnection implements Connection {
  socket?: Socket;
  readonly requestQueue = { inflight: new Map<number, object>(), pending: [] };
  connects = 0;
  #connected = false;
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  isConnected(): boolean {
    return this.#connected;
  }

  connect(): Promise<void> {
    this.connects += 1;
    const socket = connect(this.#port, '127.0.0.1');
    this.socket = socket;
    socket.on('end', () => void this.disconnect());
    return new Promise((resolve) =>
      socket.once('connect', () => {
        this.#connected = true;
        resolve();
      }),
    );
  }

  async disconnect(): Promise<void> {
    this.#connected = false;
    await Promise.resolve();
    this.socket?.end();
  }
}

describe('a connection of kafkajs', () => {
  let server: Server;
  let connection: SocketConnection;
  let pool: ConnectionPool;
  const accepted: Socket[] = [];
  const open = () => accepted.filter(({ closed }) => !closed).length;

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    server = createServer((socket) => accepted.push(socket.on('end', () => socket.end()).resume()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    connection = new SocketConnection((server.address() as AddressInfo).port);
    pool = Object.assign(Object.create(ConnectionPool.prototype) as ConnectionPool, { pool: [connection] });
  });
  afterEach(() => {
    vi.useRealTimers();
    for (const socket of accepted.splice(0)) socket.destroy();
    server.close();
  });
  const idle = (minutes: number) => vi.setSystemTime(Date.now() + minutes * 60_000);

  it('is used again while no one between can have forgotten it', async () => {
    await pool.getConnection();
    for (let use = 0; use < 5; use += 1) {
      idle(4.9);
      await pool.getConnection();
    }
    expect(connection.connects).toBe(1);
  });

  it('is replaced before use once it was idle for longer', async () => {
    await pool.getConnection();
    idle(5.1);
    expect(await pool.getConnection()).toBe(connection);
    expect(connection.connects).toBe(2);
    expect(connection.isConnected()).toBe(true);
  });

  it('is replaced once for all requests, and outlives the end of the one before', async () => {
    await pool.getConnection();
    idle(10);
    await Promise.all([pool.getConnection(), pool.getConnection(), pool.getConnection()]);
    await eventually('the end of the first connection', () => accepted.length === 2 && open() === 1);
    expect(connection.connects).toBe(2);
    expect(connection.isConnected()).toBe(true);
  });

  it('is left alone while a request waits on it', async () => {
    await pool.getConnection();
    connection.requestQueue.inflight.set(1, {});
    idle(10);
    await pool.getConnection();
    expect(connection.connects).toBe(1);
  });

  it('is connected when it is wanted, as before', async () => {
    await pool.getConnection();
    await connection.disconnect();
    await pool.getConnection();
    expect(connection.connects).toBe(2);
  });
});
