import { connect } from '../client/connection.ts';
import { UsageError } from '../client/usage-error.ts';
import { type ConnectedOptions, connectedCommand, print } from './connected-command.ts';

const show = async ({ data, json }: ConnectedOptions): Promise<void> => {
  const connection = await connect(data);
  connection.close();
  const { console: started } = connection.state;
  if (started === undefined)
    throw new UsageError(`the platform on ${data} has no console: \`npm start\` starts one with its console`);
  print(json, started, [started.url]);
};

export const consoleCommand = () =>
  connectedCommand('console', "print the link of the operator's console, with its token").action(show);
