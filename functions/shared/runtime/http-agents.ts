import { type AgentOptions, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/** Below the 350 seconds after which NAT gateways and the functions' network interfaces drop an idle connection. */
const idleMs = 5 * 60_000;

/** Node's undocumented method that assigns a request to a free connection or a new one. */
interface Adding {
  addRequest(...args: readonly unknown[]): void;
}

/**
 * Keeps an agent from reusing connections that have been idle for too long. Its own timers do not run while a function is frozen,
 * and nothing reports afterwards that the peer has closed: the request would wait for its timeout.
 */
const withoutStaleConnections = <A extends HttpAgent>(agent: A): A => {
  const freeSince = new WeakMap<object, number>();
  agent.on('free', (socket: object) => freeSince.set(socket, Date.now()));
  const adding = agent as unknown as Adding;
  const addRequest = adding.addRequest.bind(agent);
  adding.addRequest = (...args) => {
    for (const socket of Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? [])) {
      if (Date.now() - (freeSince.get(socket) ?? Date.now()) > idleMs) socket.destroy();
    }
    addRequest(...args);
  };
  return agent;
};

const options: AgentOptions = { keepAlive: true, maxSockets: 64 };

/** Keep-alive agents for HTTP clients, without stale connections. */
export const httpAgents = () => ({
  httpAgent: withoutStaleConnections(new HttpAgent(options)),
  httpsAgent: withoutStaleConnections(new HttpsAgent(options)),
});
