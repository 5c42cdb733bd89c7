import { Command } from 'commander';
import { type Connection, connect } from '../client/connection.ts';
import { dataOption, jsonOption } from './options.ts';

export interface ConnectedOptions {
  readonly data: string;
  readonly json: boolean;
}

export const withConnection = async (data: string, work: (connection: Connection) => Promise<void>): Promise<void> => {
  const connection = await connect(data);
  try {
    await work(connection);
  } finally {
    connection.close();
  }
};

export const print = (json: boolean, value: object, lines: readonly string[]): void => {
  process.stdout.write(`${json ? JSON.stringify(value) : lines.join('\n')}\n`);
};

/** A command on a running platform. */
export const connectedCommand = (name: string, description: string): Command =>
  new Command(name).description(description).addOption(dataOption()).addOption(jsonOption());
