import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { root } from '../../bin/setup.mjs';
import { startGuestInDocker } from '../../localstack/on-localstack/start-guest-in-docker.ts';

export default async (project: TestProject): Promise<() => Promise<void>> => {
  const workFolder = await mkdtemp(join(tmpdir(), 'orderstream-localstack-'));
  const onProgress = (line: string): void => void process.stderr.write(`${line}\n`);
  const guest = await startGuestInDocker({ root, workFolder, onProgress });
  project.provide('platform', guest.state);
  return async () => {
    await guest.stop();
    await rm(workFolder, { recursive: true, force: true });
  };
};
