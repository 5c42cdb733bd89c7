import type { StaticFiles } from './api/http/static-site.ts';
import type { PlatformState } from './platform-state.ts';
import type { OnProgress } from './startup-progress.ts';

/** What the operator's console gets of the platform that it operates. */
interface ConsoleContext {
  /** URL of the contracts' pages; undefined without pages. */
  readonly docsUrl: string | undefined;
  /** Logs a request that failed by the fault of the console. */
  readonly onFailure: (error: unknown, request: { readonly method: string; readonly path: string }) => void;
}

/** A console that runs. `url` is its start link, with a token. */
interface StartedConsole {
  readonly url: string;
  close(): Promise<void>;
}

export interface PlatformOptions {
  /** The platform's data and logs. Only one platform at a time runs on it. */
  readonly dataFolder: string;
  /** Start with empty data, instead of the data of an earlier run. */
  readonly fresh: boolean;
  /** Tables in memory: two to three times as fast (DynamoDB Local 3.1.0), and gone when the platform stops. For fresh data only. */
  readonly ephemeral?: boolean;
  /** Folders of the Java parts. */
  readonly jars: { readonly kafka: string; readonly dynamodb: string };
  /** Folder of the CDK app's project. */
  readonly root: string;
  /** Stage of the CDK app; its own default when absent. */
  readonly stage?: string;
  /** Users with tokens of this issuer in place of clients with API keys. */
  readonly users?: { readonly issuer: string; readonly audience: string };
  /** The API keys, in the form of `-c keys`; one of one client when absent. */
  readonly keys?: string;
  /** Port of the HTTP API; 4567 when absent, or a free one where that is taken. */
  readonly apiPort?: number;
  /** Pages of the contracts, served beside the API under `/docs`; none when absent. */
  readonly docs?: (apiUrl: string) => Promise<StaticFiles>;
  /** Starts the operator's console; none when absent. */
  readonly console?: (state: PlatformState, context: ConsoleContext) => Promise<StartedConsole>;
  readonly onProgress?: OnProgress;
}
