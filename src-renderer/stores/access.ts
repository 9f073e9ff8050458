import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AccessState } from '../../src-shared/access.ts';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError, Result } from '../../src-shared/errors.ts';
import type { Actor } from '../../src-shared/roles.ts';
import { follow } from '../lib/follow.ts';
import { settle } from '../lib/settle.ts';

/** What can be done with a passphrase; `forget` removes it without knowing it. */
export type PassphraseAct = 'set' | 'change' | 'remove' | 'forget';

/** The dialog about a user's passphrase. */
export interface PassphraseDialog {
  readonly act: PassphraseAct;
  readonly userId: string;
  readonly sending: boolean;
  /** True once it was done, until somebody has taken note. */
  readonly done: boolean;
  readonly error: AppError | null;
}

/** Who acts and what they may do, as main knows it; and the dialog about a passphrase. */
export interface AccessStore {
  readonly access: AccessState | null;
  /** This window's own id; events do not carry it, so it is kept apart. */
  readonly windowId: number;
  readonly error: AppError | null;
  readonly dialog: PassphraseDialog | null;
  connect(): Unsubscribe;
  openDialog(act: PassphraseAct, userId: string): void;
  closeDialog(): void;
  /** Does what the dialog is about; a refusal stays in it. What is not needed is left empty. */
  send(given: { readonly old: string; readonly passphrase: string }): Promise<void>;
  /** Tells main that this window has begun to ask for what the tray could not. */
  endAsking(): Promise<void>;
}

/** Makes the store of the access domain. */
export function createAccessStore(api: Api['access']): StoreApi<AccessStore> {
  return createStore((set, get) => {
    // Kept even where news came first and the rest of the answer no longer counts: only the answer knows the id.
    async function askWithId(): Promise<Result<AccessState>> {
      const answer = await api.get();
      if (answer.ok) set({ windowId: answer.value.windowId });
      return answer;
    }
    function call(dialog: PassphraseDialog, old: string, passphrase: string): Promise<Result<AccessState>> {
      const { act, userId } = dialog;
      if (act === 'set') return api.setPassphrase({ userId, passphrase });
      if (act === 'change') return api.changePassphrase({ userId, old, passphrase });
      return act === 'remove' ? api.removePassphrase({ userId, passphrase: old }) : api.forgetPassphrase({ userId });
    }
    return {
      access: null,
      windowId: 0,
      error: null,
      dialog: null,
      connect: () =>
        follow(
          { listen: api.onChanged, ask: askWithId },
          (access) => set({ access, error: null }),
          (error) => set({ error }),
        ),
      openDialog: (act, userId) => set({ dialog: { act, userId, sending: false, done: false, error: null } }),
      closeDialog: () => set({ dialog: null }),
      async send({ old, passphrase }) {
        const { dialog } = get();
        if (dialog === null || dialog.sending) return;
        const sending: PassphraseDialog = { ...dialog, sending: true, error: null };
        set({ dialog: sending });
        const answer = await settle(call(dialog, old, passphrase));
        // Closed meanwhile, or another one opened.
        if (get().dialog !== sending) return;
        const error = answer.ok ? null : answer.error;
        set({ dialog: { ...sending, sending: false, done: answer.ok, error } });
      },
      async endAsking() {
        await settle(api.endAsking());
      },
    };
  });
}

/** Who acts in this window; null until main has told. */
export function actingUser({ access, windowId }: AccessStore): Actor | null {
  return access === null ? null : (access.windows[windowId] ?? access.current);
}

/** Whether a user has a passphrase, and until when no try is taken (ISO time, or null); null for none. */
export function passphraseOf({ access }: AccessStore, userId: string): { readonly retryAt: string | null } | null {
  return access?.passphrases[userId.toLowerCase()] ?? null;
}
