import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError, Result } from '../../src-shared/errors.ts';
import type { ProviderId } from '../../src-shared/providers.ts';
import type {
  Configuration,
  ConfigurationDraft,
  EnvironmentOffer,
  Settings,
  SettingsImportPlan,
} from '../../src-shared/settings.ts';
import { settle } from '../lib/settle.ts';

type SettingsApi = Api['settings'];
/** What can be chosen: what is used by default. */
export type SettingsChoice = Parameters<SettingsApi['choose']>[0];
/** A profile as its form sends it. */
export type SentProfile = Parameters<SettingsApi['saveProfile']>[0];

/** What is shown of one user, and is gone with them. */
interface OfOneUser {
  readonly settings: Settings | null;
  /** Why main cannot tell. */
  readonly error: AppError | null;
  /** What main refused last, until dismissed. */
  readonly failure: AppError | null;
  /** The call that is being made, by its name. */
  readonly busy: string | null;
  /** What the surroundings offer; null until looked for. */
  readonly offers: readonly EnvironmentOffer[] | null;
  /** What an import would do. */
  readonly plan: SettingsImportPlan | null;
  /** How many came with the last import, and how many keys have to be filled in; until somebody has taken note. */
  readonly imported: { readonly configurations: number; readonly missingSecrets: number } | null;
  readonly exportedTo: string | null;
}

/** The settings of whoever this window acts for. Nothing of somebody else is ever in here. */
export interface SettingsStore extends OfOneUser {
  connect(): Unsubscribe;
  /** The window acts for somebody else now, or may: forgets all, and asks anew. */
  userChanged(): void;
  /** Asks again. */
  load(): Promise<void>;
  /** Its answer is the caller's to show, beside the form. Null where the user has changed meanwhile. */
  saveConfiguration(draft: ConfigurationDraft): Promise<Result<Settings> | null>;
  saveProfile(draft: SentProfile): Promise<Result<Settings> | null>;
  /** These answer whether it was done. */
  removeConfiguration(id: string): Promise<boolean>;
  removeProfile(id: string): Promise<boolean>;
  choose(choice: SettingsChoice): Promise<boolean>;
  setSessionOnly(sessionOnly: boolean): Promise<boolean>;
  unlock(passphrase: string): Promise<boolean>;
  allowWeakProtection(isAllowed: boolean): Promise<boolean>;
  useLastGood(): Promise<boolean>;
  startAfresh(): Promise<boolean>;
  lookInEnvironment(): Promise<void>;
  importFromEnvironment(providers: readonly ProviderId[]): Promise<boolean>;
  exportToFile(): Promise<void>;
  planImport(): Promise<void>;
  importFile(): Promise<boolean>;
  discardPlan(): void;
  dismiss(): void;
}

const nothing: OfOneUser = {
  ...{ settings: null, error: null, failure: null, busy: null },
  ...{ offers: null, plan: null, imported: null, exportedTo: null },
};

/** Makes the store of the settings domain. */
export function createSettingsStore(api: SettingsApi): StoreApi<SettingsStore> {
  return createStore((set, get) => {
    const asking = createAsking(api, { set, get });
    const { load, userChanged, change } = asking;
    return {
      ...nothing,
      connect() {
        const off = api.onChanged(({ userId }) => {
          const known = get().settings?.userId;
          if (known === undefined || isSame(known, userId)) void load();
        });
        void load();
        return off;
      },
      userChanged,
      load,
      saveConfiguration: (draft) => asking.answered('saveConfiguration', () => api.saveConfiguration(draft)),
      saveProfile: (draft) => asking.answered('saveProfile', () => api.saveProfile(draft)),
      removeConfiguration: (id) => change('removeConfiguration', () => api.removeConfiguration({ id })),
      removeProfile: (id) => change('removeProfile', () => api.removeProfile({ id })),
      choose: (choice) => change('choose', () => api.choose(choice)),
      setSessionOnly: (sessionOnly) => change('setPreferences', () => api.setPreferences({ sessionOnly })),
      unlock: (passphrase) => change('unlock', () => api.unlock({ passphrase })),
      allowWeakProtection: (isAllowed) => change('allowWeakProtection', () => api.allowWeakProtection({ isAllowed })),
      useLastGood: () => change('useLastGood', () => api.useLastGood()),
      startAfresh: () => change('startAfresh', () => api.startAfresh()),
      ...createTransfer(api, { set, get }, asking),
      discardPlan: () => set({ plan: null }),
      dismiss: () => set({ failure: null, imported: null, exportedTo: null }),
    };
  });
}

interface State {
  readonly set: (part: Partial<SettingsStore>) => void;
  readonly get: () => SettingsStore;
}

interface Asking {
  load(): Promise<void>;
  userChanged(): void;
  /** Makes a call; null where its answer is not for whom the window acts for now. */
  asked<T>(name: string, call: () => Promise<Result<T>>): Promise<Result<T> | null>;
  /** The same for calls that answer with the settings; what they answer is shown. */
  answered(name: string, call: () => Promise<Result<Settings>>): Promise<Result<Settings> | null>;
  /** The same where a refusal is shown at the top of the page. */
  change(name: string, call: () => Promise<Result<Settings>>): Promise<boolean>;
}

function createAsking(api: SettingsApi, { set, get }: State): Asking {
  // Grows with each change of the user: an answer to what was asked before is for somebody who is gone.
  let turn = 0;
  // Grows with each answer that is shown: a slower one that was asked for before it is older.
  let shown = 0;
  function show(settings: Settings): void {
    const former = get().settings;
    shown += 1;
    if (former !== null && !isSame(former.userId, settings.userId)) {
      turn += 1;
      set(nothing);
    }
    set({ settings, error: null });
  }
  async function load(): Promise<void> {
    const [mine, before] = [turn, shown];
    const answer = await settle(api.get());
    if (mine !== turn) return;
    if (answer.ok) {
      if (before === shown) show(answer.value);
      else void load();
    } else if (answer.error.code === 'settings/user-changed') userChanged();
    else set({ error: answer.error });
  }
  function userChanged(): void {
    turn += 1;
    set(nothing);
    void load();
  }
  async function asked<T>(name: string, call: () => Promise<Result<T>>): Promise<Result<T> | null> {
    const mine = turn;
    set({ busy: name, failure: null });
    const answer = await settle(call());
    if (mine !== turn) return null;
    set({ busy: null });
    if (answer.ok || answer.error.code !== 'settings/user-changed') return answer;
    userChanged();
    return null;
  }
  async function answered(name: string, call: () => Promise<Result<Settings>>): Promise<Result<Settings> | null> {
    const answer = await asked(name, call);
    if (answer?.ok === true) show(answer.value);
    // Somebody else was first: what they made of it is to be seen.
    else if (answer?.error.code === 'settings/changed') void load();
    return answer;
  }
  return {
    load,
    userChanged,
    asked,
    answered,
    async change(name, call) {
      const answer = await answered(name, call);
      if (answer?.ok === false) set({ failure: answer.error });
      return answer?.ok === true;
    },
  };
}

type Transfer = Pick<
  SettingsStore,
  'lookInEnvironment' | 'importFromEnvironment' | 'exportToFile' | 'planImport' | 'importFile'
>;

function createTransfer(api: SettingsApi, { set, get }: State, { asked, change }: Asking): Transfer {
  /** Asks for something that is no settings; undefined where it was refused or is for somebody else. */
  async function ask<T>(name: string, call: () => Promise<Result<T>>): Promise<T | undefined> {
    const answer = await asked(name, call);
    if (answer?.ok === false) set({ failure: answer.error });
    return answer?.ok === true ? answer.value : undefined;
  }
  return {
    async lookInEnvironment() {
      const offers = await ask('lookInEnvironment', () => api.lookInEnvironment());
      if (offers !== undefined) set({ offers });
    },
    async importFromEnvironment(providers) {
      const done = await change('importFromEnvironment', () =>
        api.importFromEnvironment({ providers: [...providers] }),
      );
      if (done) set({ offers: null, imported: { configurations: providers.length, missingSecrets: 0 } });
      return done;
    },
    async exportToFile() {
      const written = await ask('exportToFile', () => api.exportToFile());
      if (written !== undefined) set({ exportedTo: written?.path ?? null });
    },
    async planImport() {
      const plan = await ask('planImport', () => api.planImport());
      if (plan !== undefined) set({ plan });
    },
    async importFile() {
      const { plan } = get();
      if (plan === null) return false;
      const { planId, configurations, missingSecrets } = plan;
      const done = await change('importFile', () => api.importFile({ planId }));
      if (done) set({ plan: null, imported: { configurations: configurations.length, missingSecrets } });
      return done;
    },
  };
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** A configuration by its id; null where there is none. */
export function findConfiguration(settings: Settings | null, id: string | null): Configuration | null {
  return settings?.configurations.find((each) => each.id === id) ?? null;
}
