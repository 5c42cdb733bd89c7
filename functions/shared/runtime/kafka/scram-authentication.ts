import kafkajs, { type Mechanism } from 'kafkajs';
import scram512 from 'kafkajs/src/broker/saslAuthenticator/scram512.js';
import type { ScramLogins } from './scram-logins.ts';

const { KafkaJSConnectionError, KafkaJSSASLAuthenticationError } = kafkajs;

/**
 * SCRAM-SHA-512 with the login that is right when a connection is made, not when its client was. A refused connection is lost;
 * where another login is to be tried, kafkajs is given a failed connection, which it replaces at once, and a refusal, which
 * it does not retry, where there is none.
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
        throw new KafkaJSConnectionError(`The password of ${username} was refused, another is tried`, { broker });
      }
    },
  }),
});
