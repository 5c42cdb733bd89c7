/** Has AsyncAPI's official parser judge the AsyncAPI document. Whatever it reports is a fault, but for what is accepted here. */
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';

/** Rules that report, and why the document stays as it is. */
const accepted: ReadonlyMap<string, string> = new Map([
  ['asyncapi-latest-version', '3.0.0 is what generators and Redocly read; 3.1.0 has nothing that we use'],
]);

const levels = ['error', 'warning', 'information', 'hint'];

/** One line for each report of the parser that is not accepted. */
export const asyncApiFaults = async (document: string): Promise<readonly string[]> => {
  const reports = await new Parser().validate(document);
  return reports
    .filter(({ code }) => !accepted.has(String(code)))
    .map(({ severity, code, message, path }) => `${levels[severity]}: ${path.join('.')}: ${message} (${code})`);
};

if (import.meta.main) {
  const faults = await asyncApiFaults(readFileSync('schemas/generated/asyncapi.json', 'utf8'));
  for (const fault of faults) console.log(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
