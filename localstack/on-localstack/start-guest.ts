import { join } from 'node:path';
import { EventSourceMappings } from '../event-source/mapping/event-source-mappings.ts';
import type { KafkaBrokers } from '../kafka/resources.ts';
import { parseScramSecret } from '../kafka/scram-secret.ts';
import { openLogFile } from '../log-file.ts';
import type { PlatformState } from '../platform-state.ts';
import { deploy } from '../template/deploy.ts';
import type { Synthesis } from '../template/synthesise.ts';
import { apiKeyValue, localApiUrl } from './api-access.ts';
import { deployStacks } from './deploy-stacks.ts';
import { guestResources } from './guest-resources.ts';
import type { GuestRuntime } from './guest-runtime.ts';
import { guestSecrets } from './guest-secrets.ts';
import { withHeldElsewhere } from './held-elsewhere.ts';
import { account, credentials, type LocalStackTarget } from './localstack-target.ts';

export interface GuestOptions {
  /** Running, and empty. */
  readonly target: LocalStackTarget;
  /** Of the stage `localstack`. */
  readonly synthesis: Pick<Synthesis, 'assembly' | 'folder'>;
  readonly kafka: KafkaBrokers;
  readonly runtime: GuestRuntime;
  readonly workFolder: string;
  readonly onProgress: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** The platform as LocalStack's guest. */
export interface Guest {
  /** For the commands of an operator. */
  readonly state: PlatformState;
  readonly mappings: EventSourceMappings;
  stop(): Promise<void>;
}

/** Deploys the stacks to LocalStack and runs the unsupported resources beside it. */
export const startGuest = async (options: GuestOptions): Promise<Guest> => {
  const { target, synthesis, kafka, runtime, workFolder, onProgress, signal } = options;
  const log = openLogFile(join(workFolder, 'logs', 'guest.log'));
  const secrets = guestSecrets(target);
  const mappings = new EventSourceMappings();
  const stop = async (): Promise<void> => {
    await mappings.stop();
    secrets.close();
    await log.close();
  };
  try {
    onProgress('deploying with cdklocal');
    const onLine = (line: string): void => {
      log.write({ part: 'cdklocal', line });
      if (/^(✅|❌|✨)|_FAILED/.test(line.trim())) onProgress(line.trim());
    };
    const outputs = await deployStacks(target, {
      assemblyFolder: synthesis.folder,
      workFolder,
      onLine,
      ...(signal && { signal }),
    });
    const output = (name: string): string => {
      const value = outputs[name];
      if (value === undefined) throw new Error(`the stacks have no output ${name}`);
      return value;
    };
    onProgress('users, topics, access and event source mappings of Kafka');
    runtime.clusters.set(output('ClusterArn'), kafka.bootstrapBrokers);
    await deploy(withHeldElsewhere(synthesis.assembly), {
      location: { accountId: account, region: target.region },
      providers: guestResources({
        ...{ target, assembly: synthesis.assembly, kafka, runtime, secrets, mappings },
        eventSourceLog: (line) => log.write({ part: 'event-source', ...line }),
        note: onProgress,
      }),
      // Resources that this platform does not run are LocalStack's.
      ignores: () => true,
    });
    await mappings.ready();
    onProgress(`${mappings.list().length} mappings poll`);
    const adminSecret = output('AdminSecretArn');
    const state: PlatformState = {
      pid: process.pid,
      stage: 'localstack',
      region: target.region,
      apiUrl: localApiUrl(target, output('ApiUrl')),
      apiKey: await apiKeyValue(target, output('ApiKeyId')),
      operator: credentials,
      endpoints: {
        dynamodb: target.endpoint,
        lambda: target.endpoint,
        secrets: target.endpoint,
        kafka: kafka.bootstrapBrokers,
        control: '',
      },
      control: { token: '' },
      admin: parseScramSecret(adminSecret, await secrets.value(adminSecret)),
      outputs,
      processes: {},
    };
    return { state, mappings, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
