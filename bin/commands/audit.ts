import { styleText } from 'node:util';
import { Command } from 'commander';
import { type VerifiedAuditTrail, verifyAuditTrail } from '../audit/verify-audit-trail.ts';
import { connect } from '../client/connection.ts';
import { dataOption, jsonOption } from './options.ts';
import { progressBar } from './progress.ts';

interface VerifyOptions {
  readonly data: string;
  readonly order?: string;
  readonly offline: boolean;
  readonly json: boolean;
}

const printText = ({ orders, pages, facts, compared, faults }: VerifiedAuditTrail, offline: boolean): void => {
  for (const { order_id, seq = '-', kind, detail } of faults) {
    process.stdout.write(`${order_id}  ${seq.padStart(8)}  ${styleText('red', kind.padEnd(9))}  ${detail}\n`);
  }
  const against = offline ? 'Kafka left out' : `compared with ${compared} records of Kafka`;
  const verdict = faults.length === 0 ? 'no fault' : `${faults.length} faults`;
  process.stdout.write(`${orders} orders, ${pages} pages, ${facts} facts, ${against}: ${verdict}\n`);
};

const verify = async (options: VerifyOptions): Promise<void> => {
  const connection = await connect(options.data);
  try {
    const { offline, order } = options;
    const verified = await verifyAuditTrail(connection, {
      offline,
      onStep: progressBar,
      ...(order !== undefined && { order }),
    });
    if (options.json) process.stdout.write(`${JSON.stringify(verified, null, 2)}\n`);
    else printText(verified, offline);
    if (verified.faults.length > 0) process.exitCode = 1;
  } finally {
    connection.close();
  }
};

const verifyCommand = (): Command =>
  new Command('verify')
    .description('verify the audit trail against edits, gaps, moves and repetitions; exit code 1 on a fault')
    .option('--order <id>', 'the audit trail of this order alone')
    .option('--offline', 'do not compare the audit trail with the records that Kafka still has', false)
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(verify);

export const auditCommand = (): Command =>
  new Command('audit').description('the audit trail: every fact of every order').addCommand(verifyCommand());
