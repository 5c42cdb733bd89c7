import kafkajs, { type Mechanism } from 'kafkajs';
import scram512 from 'kafkajs/src/broker/saslAuthenticator/scram512.js';
import type { ScramLogins } from './scram-logins.ts';

const { KafkaJSConnectionError, KafkaJSSASLAuthenticationError } = kafkajs;

/**
 * SCRAM-SHA-512 with the login of the time of the connection, not of the client. A refused connection is lost: if another login
 * is left to try, reports a connection error, which kafkajs retries at once, otherwise the authentication error, which it does
 * not retry.
 */
export const scramAuthentication = (logins: ScramLogins): Mechanism => ({
  mechanism: 'scram-sha-512',
  authenticationProvider: (connection) => ({
    authenticate: async () => {
      const login = await logins.next();
      const { username, password } = login;
      try {
        await scram512({ username, password })(connection).authenticate();
      } catch (error) {
        if (!(error instanceof KafkaJSSASLAuthenticationError) || !(await logins.refused(login))) throw error;
        const broker = `${connection.host}:${connection.port}`;
        throw new KafkaJSConnectionError(`The password of ${username} was refused, trying another`, { broker });
      }
    },
  }),
});
