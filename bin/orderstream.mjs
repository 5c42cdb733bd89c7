#!/usr/bin/env node
import { launch } from './launch.mjs';
import { kafkaVersionVariable } from './setup.mjs';
import { commandLineFault, kafkaVersionOf } from './up-check.mjs';

const misused = 2;

const args = process.argv.slice(2);
const fault = await commandLineFault(args);
if (fault === undefined) {
  const version = kafkaVersionOf(args);
  if (version !== undefined) process.env[kafkaVersionVariable] = version;
  await launch('bin/orderstream.ts', args);
} else {
  process.stderr.write(`error: ${fault}\n`);
  process.exitCode = misused;
}
