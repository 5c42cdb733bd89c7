import { setTimeout as delay } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { operationsUser } from '../../functions/notification/model/rules-domain.ts';
import { connect } from '../client/connection.ts';
import { mailboxLines } from '../mailbox/mailbox-lines.ts';
import { type MailboxFilter, readMailbox } from '../mailbox/read-mailbox.ts';
import { interruption } from './interruption.ts';
import { dataOption, jsonOption } from './options.ts';

interface MailboxOptions extends MailboxFilter {
  readonly data: string;
  readonly json: boolean;
  readonly full: boolean;
  readonly follow: boolean;
  readonly operations: boolean;
}

const pollMs = 1_000;

const show = async (options: MailboxOptions): Promise<void> => {
  const connection = await connect(options.data);
  const filter = options.operations ? { ...options, user: operationsUser } : options;
  const stop = interruption();
  let stopping = false;
  stop.stopRequested.then(() => {
    stopping = true;
  });
  try {
    const seen = new Set<string>();
    do {
      for (const message of await readMailbox(connection, filter)) {
        if (seen.has(message.notification_id)) continue;
        seen.add(message.notification_id);
        const lines = options.json ? [JSON.stringify(message)] : mailboxLines(message, options.full);
        process.stdout.write(lines.map((line) => `${line}\n`).join(''));
      }
      if (options.follow) await Promise.race([delay(pollMs), stop.stopRequested]);
    } while (options.follow && !stopping);
    if (seen.size === 0 && !options.json) process.stderr.write('no messages\n');
  } finally {
    stop.dispose();
    connection.close();
  }
};

export const mailboxCommand = (): Command =>
  new Command('mailbox')
    .description('show the mails and text messages that customers got')
    .addOption(dataOption())
    .addOption(new Option('--user <id>', 'those of one user').conflicts('operations'))
    .option('--operations', 'those to the operators', false)
    .option('--order <id>', 'those about one order')
    .option('--full', 'with the text of each mail', false)
    .option('--follow', 'go on until Ctrl-C, and show what comes', false)
    .addOption(jsonOption())
    .action(show);
