import type { CheckKind, ContextsState, ContextTimesChange } from '../../src-shared/chat.ts';
import type { CheckResult, ModelListing } from '../../src-shared/providers.ts';
import type { ConfigurationDraft } from '../../src-shared/settings.ts';
import type { ActingUser } from '../lib/acting-user.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import type { Lease, RunRequest } from '../lib/run-context.ts';
import type { Clock, Log } from '../ports.ts';

/** What the chat needs. */
export interface ChatPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** For whom callers act. */
  readonly acting: ActingUser;
  /** Faults: see `Contexts.lease`. */
  lease(userId: string, request: RunRequest): Promise<Lease>;
  /** The state of one user's context, and when idle ones are dropped. */
  contextsOf(userId: string): Promise<ContextsState>;
  /** Fault: `home/unwritable`. */
  changeContextTimes(wanted: ContextTimesChange): Promise<void>;
  /** A configuration as it is kept. */
  resolve(userId: string, configurationId: string): Promise<ResolvedConfiguration>;
  /** A configuration as a form has it, with the kept secrets where the form keeps them. */
  resolveDraft(userId: string, draft: ConfigurationDraft): Promise<ResolvedConfiguration>;
  listModels(configuration: ResolvedConfiguration, signal: AbortSignal): Promise<ModelListing>;
  check(kind: CheckKind, configuration: ResolvedConfiguration, signal: AbortSignal): Promise<CheckResult>;
}
