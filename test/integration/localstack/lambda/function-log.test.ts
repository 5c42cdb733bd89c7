import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestLambda, type TestLambda } from '../../../support/lambda-service.ts';

let service: TestLambda;
const lines: string[] = [];
beforeAll(async () => {
  service = await startTestLambda({ onLog: (name, line) => lines.push(`${name}: ${line}`) });
});
afterAll(() => service.close());

const talking = `
console.log('loading');
exports.handler = async ({ text }) => {
  console.log(text);
  process.stdout.write(JSON.stringify({ raw: text }) + '\\n');
  process.stderr.write('warning: ' + text + '\\n');
};`;

const linesOf = async (name: string, id: string): Promise<readonly string[]> =>
  (await service.log(name))
    .split('\n')
    .map((line) => line.slice(line.indexOf(' ') + 1))
    .filter((line) => line.startsWith(`${id} `))
    .map((line) => line.slice(id.length + 1));

it('has every line of a call under its request id, from START to REPORT', async () => {
  await service.deploy('talking', { 'index.js': talking });
  await service.lambda.invoke('talking', '{"text":"cold"}');
  const { requestId } = await service.lambda.invoke('talking', '{"text":"hello"}');
  const lines = await linesOf('talking', requestId);
  expect(lines).toEqual([
    `START RequestId: ${requestId} Version: $LATEST`,
    expect.stringMatching(new RegExp(`^\\S+\\t${requestId}\\tINFO\\thello$`)),
    '{"raw":"hello"}',
    'warning: hello',
    `END RequestId: ${requestId}`,
    expect.stringMatching(
      new RegExp(
        `^REPORT RequestId: ${requestId}\\tDuration: [\\d.]+ ms\\tBilled Duration: \\d+ ms\\tMemory Size: 256 MB\\tMax Memory Used: \\d+ MB$`,
      ),
    ),
  ]);
});

it('is received line by line as the function wrote it', async () => {
  await service.deploy('received', { 'index.js': talking });
  await service.lambda.invoke('received', '{"text":"metrics"}');
  expect(lines).toContain('received: {"raw":"metrics"}');
});

it('shows initialisation with the cold call', async () => {
  await service.deploy('cold', { 'index.js': talking });
  const { requestId } = await service.lambda.invoke('cold', '{"text":"first"}');
  const lines = await linesOf('cold', requestId);
  expect(lines[0]).toMatch(/^INIT_START Runtime Version: nodejs:24\./);
  expect(lines[1]).toMatch(/\tINFO\tloading$/);
  expect(lines.at(-1)).toMatch(/\tInit Duration: [\d.]+ ms$/);
});

it('keeps calls apart that run at the same time', async () => {
  await service.deploy('choir', { 'index.js': talking });
  const calls = await Promise.all(
    ['alto', 'tenor', 'bass'].map(async (text) => {
      const { requestId } = await service.lambda.invoke('choir', JSON.stringify({ text }));
      return { text, requestId };
    }),
  );
  for (const { text, requestId } of calls) {
    const logged = (await linesOf('choir', requestId)).filter((line) => line.startsWith('{'));
    expect(logged).toEqual([JSON.stringify({ raw: text })]);
  }
});

it('has console lines as JSON where the function is configured so', async () => {
  await service.deploy('structured', { 'index.js': talking }, { logFormat: 'JSON' });
  const { requestId } = await service.lambda.invoke('structured', '{"text":"hello"}');
  const line = (await linesOf('structured', requestId)).find((text) => text.includes('"message":"hello"'));
  expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 'INFO', requestId, message: 'hello' });
});
