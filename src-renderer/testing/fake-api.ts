import type { Api } from '../../src-shared/contract.ts';
import { type AppError, type ErrorCode, hints, type Result } from '../../src-shared/errors.ts';
import type { SwitchPlan } from '../../src-shared/switching.ts';
import { somePlan, someReport, someShell } from './facts.ts';
import { fakeAccessParts } from './fake-access-parts.ts';
import { fakeArchives } from './fake-archives.ts';
import { fakeDockerPart } from './fake-docker-part.ts';
import { fakeEngineParts } from './fake-engine-parts.ts';
import { fakeHealthParts } from './fake-health-parts.ts';
import { fakeHomeParts } from './fake-home-parts.ts';
import { type FedStreams, fakeInspecting } from './fake-inspecting.ts';
import { fakeServiceParts } from './fake-service-parts.ts';
import { fakeServingPart } from './fake-serving-part.ts';
import { type FeedChat, fakeSettingsParts } from './fake-settings-parts.ts';
import { type FakeStates, wellStates } from './fake-states.ts';
import { fakeUsersPart } from './fake-users-part.ts';

/** A stand-in for main: holds states, records calls, and tells news when asked to. */
export interface FakeApi {
  readonly api: Api;
  /** Every call but the ones that only read, as "domain.member" with its input. */
  readonly calls: { readonly name: string; readonly input: unknown }[];
  /** Answers of calls by name, in place of success. */
  readonly refusals: Map<string, AppError>;
  /** What calls of a name are answered with, in place of the usual; a promise keeps them waiting. */
  readonly answers: Map<string, unknown>;
  /** Changes a state and tells it, as main does. */
  tell<D extends keyof FakeStates>(domain: D, state: NonNullable<FakeStates[D]>): void;
  /** Feeds the streams of logs and stats. */
  readonly streams: FedStreams;
  readonly feedChat: FeedChat;
  /** How many listeners a domain has. */
  listeners(domain: keyof FakeStates): number;
}

/** A failure with its usual hint. */
export function someError(code: ErrorCode, message: string, details: readonly string[] = []): AppError {
  return { code, message, hint: hints[code], ...(details.length === 0 ? {} : { details }) };
}

/** Makes a stand-in for main; what is not given is a home where all is well. */
export function createFakeApi(given: Partial<FakeStates> = {}): FakeApi {
  const states: FakeStates = { ...wellStates(), ...given };
  const calls: FakeApi['calls'] = [];
  const refusals = new Map<string, AppError>();
  const answers: FakeApi['answers'] = new Map();
  const heard = new Map<string, Set<(state: never) => void>>();

  const listen = (domain: keyof FakeStates) => (listener: (state: never) => void) => {
    const listeners = heard.get(domain) ?? new Set();
    heard.set(domain, listeners.add(listener));
    return () => void listeners.delete(listener);
  };
  function read<T extends object>(state: T | AppError | null): Promise<Result<T>> {
    if (state === null) return new Promise(() => undefined);
    return Promise.resolve('hint' in state ? { ok: false, error: state as AppError } : { ok: true, value: state as T });
  }
  async function record<T>(name: string, input: unknown, value: T): Promise<Result<T>> {
    calls.push({ name, input });
    const error = refusals.get(name);
    if (error !== undefined) return { ok: false, error };
    return { ok: true, value: ((await answers.get(name)) as T | undefined) ?? value };
  }
  const inspecting = fakeInspecting({ record });
  const personal = fakeSettingsParts({ states, read, record, listen }, inspecting.streams.open);

  const api: Api = {
    home: { get: () => read(states.home), onChanged: listen('home') },
    ...fakeUsersPart({ states, read, record, listen }),
    ...fakeDockerPart({ states, read, record, listen }),
    ...fakeHealthParts({ states, read, record, listen }),
    switching: {
      get: () => read(states.switching),
      // Only reads, and is asked before every switch.
      plan: async ({ userId }) => ({
        ok: true,
        value: ((await answers.get('switching.plan')) as SwitchPlan | undefined) ?? somePlan({ to: userId }),
      }),
      start: (input) => record('switching.start', input, someReport({ user_id: input.userId })),
      cancel: () => record('switching.cancel', undefined, states.switching ?? { state: 'idle', last: null }),
      onChanged: listen('switching'),
    },
    shell: {
      get: () => read(states.shell),
      setTheme: (input) => record('shell.setTheme', input, states.shell ?? someShell()),
      openService: (input) => record('shell.openService', input, null),
      openHome: () => record('shell.openHome', undefined, null),
      chooseFolder: (input) => record<string | null>('shell.chooseFolder', input, null),
      openWindowAs: (input) => record('shell.openWindowAs', input, states.shell ?? someShell()),
      quit: () => record('shell.quit', undefined, null),
      onChanged: listen('shell'),
    },
    ...fakeHomeParts({ states, read, record, listen }),
    ...fakeServiceParts({ states, read, record, listen }),
    serving: fakeServingPart({ states, read, record, listen }),
    archives: fakeArchives({ states, read, record, listen }),
    ...fakeEngineParts({ states, read, record, listen }),
    ...fakeAccessParts({ states, read, record, listen }),
    ...inspecting.parts,
    ...personal.parts,
  };
  return {
    api,
    calls,
    refusals,
    answers,
    streams: inspecting.streams,
    feedChat: personal.feedChat,
    tell(domain, state) {
      states[domain] = state;
      for (const listener of heard.get(domain) ?? []) listener(state as never);
    },
    listeners: (domain) => heard.get(domain)?.size ?? 0,
  };
}
