import type { TestProject } from 'vitest/node';
import { startGuestOnHost } from './start-guest-on-host.ts';

export default async (project: TestProject): Promise<() => Promise<void>> => {
  const host = await startGuestOnHost();
  project.provide('platform', host.state);
  return () => host.stop();
};
