import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import type { AppError, Result } from '../../src-shared/errors.ts';
import type { ShellState, Theme } from '../../src-shared/shell.ts';
import { follow } from '../lib/follow.ts';
import { settle } from '../lib/settle.ts';

/** What the window is, and what it asks of the desktop. */
export interface ShellStore {
  readonly shell: ShellState | null;
  /** This window's own id; events do not carry it, so it is kept apart. */
  readonly windowId: number;
  /** What the desktop refused last, until dismissed. */
  readonly error: AppError | null;
  /** For whom a window is being asked for. */
  readonly opening: string | null;
  /** For whom a window waits for a passphrase; `error` says why the last one was not taken. */
  readonly waiting: { readonly userId: string; readonly error: AppError | null } | null;
  /** Why the last window that was asked for did not open, until dismissed. */
  readonly refused: { readonly userId: string; readonly error: AppError } | null;
  connect(): Unsubscribe;
  setTheme(theme: Theme): Promise<void>;
  openService(service: ServiceName, page?: 'web' | 'docs'): Promise<void>;
  openHome(): Promise<void>;
  /** The folder that the person chose; null where they did not, or where it was refused. */
  chooseFolder(title: string): Promise<string | null>;
  /** Opens a window for a user, or brings theirs to the front; where it takes a passphrase, it waits for one. */
  openWindowAs(userId: string, passphrase?: string): Promise<void>;
  /** Lets a window wait for a passphrase right away, as one does that was asked for in the tray. */
  waitForPassphrase(userId: string): void;
  stopWaiting(): void;
  dismissRefused(): void;
  quit(): Promise<void>;
  dismissError(): void;
}

/** Makes the store of the shell domain. */
export function createShellStore(api: Api['shell']): StoreApi<ShellStore> {
  return createStore((set, get) => {
    async function ask(answer: Promise<Result<unknown>>): Promise<void> {
      const settled = await settle(answer);
      set({ error: settled.ok ? null : settled.error });
    }
    // Kept even where news came first and the rest of the answer no longer counts: only the answer knows the id.
    async function askWithId(): Promise<Result<ShellState>> {
      const answer = await api.get();
      if (answer.ok) set({ windowId: answer.value.windowId });
      return answer;
    }
    return {
      shell: null,
      windowId: 0,
      error: null,
      opening: null,
      waiting: null,
      refused: null,
      connect: () =>
        follow(
          { listen: api.onChanged, ask: askWithId },
          (shell) => set({ shell, error: null }),
          (error) => set({ error }),
        ),
      setTheme: (theme) => ask(api.setTheme({ theme })),
      openService: (service, page = 'web') => ask(api.openService({ service, page })),
      openHome: () => ask(api.openHome()),
      async chooseFolder(title) {
        const answer = await settle(api.chooseFolder({ title }));
        set({ error: answer.ok ? null : answer.error });
        return answer.ok ? answer.value : null;
      },
      async openWindowAs(userId, passphrase) {
        if (get().opening !== null) return;
        set({ opening: userId, refused: null });
        const answer = await settle(api.openWindowAs({ userId, ...(passphrase === undefined ? {} : { passphrase }) }));
        if (answer.ok) return set({ opening: null, waiting: null });
        const { error } = answer;
        if (!error.code.startsWith('access/passphrase')) {
          return set({ opening: null, waiting: null, refused: { userId, error } });
        }
        // Where the dialog was closed meanwhile nobody wants to know.
        const isWanted = passphrase === undefined || get().waiting !== null;
        const isFirst = error.code === 'access/passphrase-needed';
        set({ opening: null, waiting: isWanted ? { userId, error: isFirst ? null : error } : null });
      },
      waitForPassphrase: (userId) => set({ waiting: { userId, error: null } }),
      stopWaiting: () => set({ waiting: null }),
      dismissRefused: () => set({ refused: null }),
      quit: () => ask(api.quit()),
      dismissError: () => set({ error: null }),
    };
  });
}

/** Whom this window acts for where that is not the machine's current user, else null. */
export function windowUser({ shell, windowId }: ShellStore): string | null {
  return shell?.windowUsers[windowId] ?? null;
}
