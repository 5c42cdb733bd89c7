#!/usr/bin/env node
import { launch } from './launch.mjs';
import { commandLineFault } from './up-check.mjs';

const misused = 2;

const args = process.argv.slice(2);
const fault = await commandLineFault(args);
if (fault === undefined) {
  await launch('bin/orderstream.ts', args);
} else {
  process.stderr.write(`error: ${fault}\n`);
  process.exitCode = misused;
}
