import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { removePlatformState, writePlatformState } from '../platform-state.ts';
import { Shutdown } from '../shutdown.ts';
import { synthesise } from '../template/synthesise.ts';
import { composeBrokers, composeDown, composeUp, requireDocker } from './compose.ts';
import { startGuestRuntime } from './guest-runtime.ts';
import type { LocalStackTarget } from './localstack-target.ts';
import { type Guest, startGuest } from './start-guest.ts';

export interface GuestInDockerOptions {
  /** Folder of the CDK app's project. */
  readonly root: string;
  /** Emptied; receives logs and the platform's state for other commands. */
  readonly workFolder: string;
  readonly onProgress: (line: string) => void;
  /** Aborts the start. */
  readonly signal?: AbortSignal;
}

/** Containers need time to end. */
const stopStepMs = 120_000;

const target: LocalStackTarget = {
  endpoint: `http://127.0.0.1:${process.env['LOCALSTACK_PORT'] ?? 4566}`,
  region: 'eu-west-1',
};

/**
 * The whole platform as the guest of a LocalStack in Docker, with five Kafka nodes beside it.
 * @throws {NoDocker} there is no Docker. No failure leaves anything running.
 */
export const startGuestInDocker = async (options: GuestInDockerOptions): Promise<Pick<Guest, 'state' | 'stop'>> => {
  const { root, workFolder, onProgress, signal } = options;
  await requireDocker();
  const shutdown = new Shutdown();
  try {
    await rm(workFolder, { recursive: true, force: true });
    await mkdir(join(workFolder, 'logs'), { recursive: true });
    shutdown.add('containers', () => composeDown(onProgress));
    onProgress('starting containers; the first time, their images are fetched');
    const [synthesis] = await Promise.all([
      synthesise({
        projectFolder: root,
        cacheFolder: join(root, 'node_modules', '.cache', 'orderstream'),
        context: { stage: 'localstack' },
        ...(signal && { signal }),
      }),
      composeUp(onProgress, signal),
    ]);
    const runtime = await startGuestRuntime(target, workFolder);
    shutdown.add('functions', () => runtime.stop());
    const guest = await startGuest({
      ...{ target, synthesis, runtime, workFolder, onProgress },
      kafka: composeBrokers(),
      ...(signal && { signal }),
    });
    shutdown.add('guest', () => guest.stop());
    await writePlatformState(workFolder, guest.state);
    shutdown.add('platform.json', () => removePlatformState(workFolder));
    return { state: guest.state, stop: () => shutdown.run(stopStepMs) };
  } catch (error) {
    await shutdown.run(stopStepMs).catch(() => undefined);
    throw error;
  }
};
