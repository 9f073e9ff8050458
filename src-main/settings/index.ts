import type { Caller, Feature } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { ConfigurationDraft, Profile, Settings, settings } from '../../src-shared/settings.ts';
import { createEmitter } from '../lib/emitter.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import { type FileWatch, watchFiles } from '../lib/watch-files.ts';
import { createConfigurationChanges } from './configuration-calls.ts';
import type { SettingsDocument } from './document.ts';
import { choose, putProfile, removeProfile } from './edits.ts';
import type { SettingsPorts } from './ports.ts';
import { pathsOf } from './reading.ts';
import { resolveDraft, resolveKept } from './resolve.ts';
import { createSessions, type IdleLimits, type Sessions } from './sessions.ts';
import { shownSettings } from './shown.ts';
import { createStore, type SettingsStore } from './store.ts';
import { transferCalls } from './transfer-calls.ts';

/** What a user has chosen to be used where nothing is named. */
export interface SettingsChoice {
  readonly activeConfigurationId: string | null;
  readonly defaultProfileId: string | null;
}

/** The settings feature, and what others need of it: each function is told whose settings it is about. */
export interface SettingsFeature extends Feature<typeof settings> {
  /**
   * A configuration with its secrets, for one request. Faults: `settings/unknown-configuration`, `settings/locked`,
   * `settings/incomplete`, `settings/secret-elsewhere`, that of a secret or a file that cannot be read.
   */
  resolve(userId: string, configurationId: string): Promise<ResolvedConfiguration>;
  /** A draft as it would be asked with. Faults: those of `resolve`, and of what is wrong with the draft. */
  resolveDraft(userId: string, draft: ConfigurationDraft): Promise<ResolvedConfiguration>;
  /** Fault: that of a file that cannot be read. */
  profiles(userId: string): Promise<readonly Profile[]>;
  /** Fault: that of a file that cannot be read. */
  choice(userId: string): Promise<SettingsChoice>;
  /** The user's last window is gone: what was unlocked is locked, what was for the session only is forgotten. */
  onUserClosed(userId: string): Promise<void>;
  /** Somebody's secrets are readable or not as they were before. */
  noteSecrets(userId: string): void;
  /** Puts the settings of a user who was deleted among the backups: the next one of that id begins without any. */
  forgetUser(userId: string): Promise<void>;
  /** Begins to tell of changes by other processes, and to forget; `end` ends it. */
  watch(): Promise<void>;
  end(): Promise<void>;
}

/** As the seed has it: looked at every 300 s, forgotten after 24 h. */
const usualIdle: IdleLimits = { intervalMs: 300_000, ageMs: 24 * 60 * 60_000 };

/** Makes the settings feature. */
export function createSettings(
  ports: SettingsPorts,
  idle: () => Promise<IdleLimits> = async () => usualIdle,
): SettingsFeature {
  const { acting, log } = ports;
  const store = createStore(ports);
  const configurations = createConfigurationChanges(ports, store);
  const changed = createEmitter<{ readonly userId: string }>((cause) =>
    log.error('a listener to settings failed', cause),
  );
  const tell = (userId: string) => changed.emit({ userId });
  const sessions = createSessions(ports, store, tell);
  const ends: (() => void | Promise<void>)[] = [];

  async function shown(userId: string): Promise<Settings> {
    sessions.used(userId);
    return shownSettings(ports, userId, await store.read(userId));
  }

  /** Changes what is the caller's own, tells of it, and answers with the whole of it. */
  function changing(
    caller: Caller,
    change: (userId: string) => Promise<void>,
    alsoForgotten = false,
  ): Promise<Settings> {
    return acting.during(caller, async (userId) => {
      if (!alsoForgotten) await refuseForgotten(store, userId, caller);
      await change(userId);
      tell(userId);
      return shown(userId);
    });
  }

  const edit = (caller: Caller, work: (document: SettingsDocument) => SettingsDocument) =>
    changing(caller, (userId) => store.change(userId, (document) => ({ document: work(document) })));

  return {
    get: (_input, caller) => acting.during(caller, shown),
    saveConfiguration: (draft, caller) => changing(caller, (userId) => configurations.save(userId, draft)),
    removeConfiguration: ({ id }, caller) => changing(caller, (userId) => configurations.remove(userId, id)),
    saveProfile(draft, caller) {
      const newId = ports.newId();
      return edit(caller, (document) => putProfile(document, draft, newId));
    },
    removeProfile: ({ id }, caller) => edit(caller, (document) => removeProfile(document, id)),
    choose: (choice, caller) => edit(caller, (document) => choose(document, choice)),
    setPreferences: ({ sessionOnly }, caller) =>
      changing(caller, (userId) => configurations.setSessionOnly(userId, sessionOnly), true),
    unlock: ({ passphrase }, caller) => changing(caller, (userId) => ports.secrets.unlock(userId, passphrase)),
    allowWeakProtection: ({ isAllowed }, caller) =>
      changing(caller, async (userId) => {
        const { preferences } = await documentOf(store, userId);
        await ports.secrets.allowWeak(userId, isAllowed, preferences.sessionOnly);
      }),
    useLastGood: (_input, caller) => changing(caller, (userId) => store.mend(userId, 'last-good')),
    startAfresh: (_input, caller) => changing(caller, (userId) => store.mend(userId, 'afresh')),
    ...transferCalls({ ports, store, changing, configurations }),
    onChanged: changed.on,
    ...offers({ ports, store, sessions }),
    onUserClosed: sessions.closed,
    noteSecrets(userId) {
      sessions.used(userId);
      tell(userId);
    },
    forgetUser: (userId) => store.remove(userId),
    async watch() {
      ends.push(sessions.watch(idle));
      ends.push(await watchActing(ports, tell));
    },
    async end() {
      for (const end of ends.splice(0)) await end();
    },
  };
}

/** What others are handed of somebody's settings. */
function offers({
  ports,
  store,
  sessions,
}: {
  readonly ports: SettingsPorts;
  readonly store: SettingsStore;
  readonly sessions: Sessions;
}): Pick<SettingsFeature, 'resolve' | 'resolveDraft' | 'profiles' | 'choice'> {
  return {
    async resolve(userId, configurationId) {
      sessions.used(userId);
      return resolveKept(ports, userId, await documentOf(store, userId), configurationId);
    },
    async resolveDraft(userId, draft) {
      sessions.used(userId);
      return resolveDraft(ports, userId, await documentOf(store, userId), draft);
    },
    profiles: async (userId) => (await documentOf(store, userId)).profiles,
    async choice(userId) {
      const { activeConfigurationId, defaultProfileId } = await documentOf(store, userId);
      return { activeConfigurationId, defaultProfileId };
    },
  };
}

async function documentOf(store: SettingsStore, userId: string): Promise<SettingsDocument> {
  const reading = await store.read(userId);
  if (reading.state === 'good') return reading.document;
  throw reading.fault;
}

/** A command is over before what it kept in memory could be of use. Fault: `settings/session-only`. */
async function refuseForgotten(store: SettingsStore, userId: string, { kind }: Caller): Promise<void> {
  const reading = kind === 'cli' ? await store.read(userId) : null;
  if (reading?.state !== 'good' || !reading.document.preferences.sessionOnly) return;
  const message = `The settings of ${userId} are kept for the session only: what a command sets would be forgotten at its end.`;
  throw new Fault('settings/session-only', message);
}

/** Tells whoever acts that another process wrote; which of their files it was does not matter. */
async function watchActing(ports: SettingsPorts, tell: (userId: string) => void): Promise<() => Promise<void>> {
  const watch: FileWatch = await watchFiles({
    async paths() {
      const users = [...((await ports.actingUsers()) ?? [])];
      return users.flatMap((userId) => [pathsOf(ports, userId).file, ports.secrets.path(userId)]);
    },
    onChange: () =>
      void ports
        .actingUsers()
        .then((users) => users?.forEach(tell))
        .catch(() => undefined),
    // The look that goes on beside the system's events is enough here.
    onTrouble: () => undefined,
  });
  return () => watch.end();
}
