#!/usr/bin/env node
import { launch } from './launch.mjs';

await launch('bin/orderstream.ts', process.argv.slice(2));
