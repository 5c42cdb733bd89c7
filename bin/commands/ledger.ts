import type { Command } from 'commander';
import { ledgerReport } from '../../functions/ops/model/ledger-report-domain.ts';
import { readBooks } from '../../functions/ops/model/read-books-domain.ts';
import { exactJson } from '../../functions/shared/kernel/exact-json.ts';
import { ledgerLines } from '../ledger/ledger-lines.ts';
import { operatorBooks } from '../ledger/operator-books.ts';
import { liveDisplay } from '../load/live-display.ts';
import { type ConnectedOptions, connectedCommand, withConnection } from './connected-command.ts';

const ledger = ({ data, json }: ConnectedOptions): Promise<void> =>
  withConnection(data, async ({ operator }) => {
    const display = liveDisplay();
    let checked = 0;
    const books = await readBooks(operatorBooks(operator), (entries) => {
      checked += entries;
      display.show(`${checked} orders and stocks checked so far`);
    }).finally(() => display.end());
    const report = ledgerReport(books);
    process.stdout.write(`${json ? exactJson(report) : ledgerLines(report).join('\n')}\n`);
    if (!report.balanced) process.exitCode = 1;
  });

export const ledgerCommand = (): Command =>
  connectedCommand('ledger', 'whether orders, money and stock balance; exit code 1 where not, with what differs')
    .addHelpText(
      'after',
      `
Checks every order against its payment and the gateway's own ledger, every stock in itself and against the orders, and the number of orders
against that of the views. What moves meanwhile is counted and not judged: while nothing moves, everything is.`,
    )
    .action(ledger);
