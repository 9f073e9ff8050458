import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { FixPreview, FixResult, ValidationState } from '../../src-shared/validation.ts';
import { follow } from '../lib/follow.ts';
import { settle } from '../lib/settle.ts';

/** A fix that is being looked at. */
export interface OpenFix {
  readonly findingId: string;
  /** What it would change; null while it is worked out, or where it could not be. */
  readonly preview: FixPreview | null;
  readonly applying: boolean;
  /** Why it could not be shown, or not be made. */
  readonly error: AppError | null;
}

/** What is wrong with the home as main knows it, and the one fix that is being looked at. */
export interface ValidationStore {
  readonly validation: ValidationState | null;
  readonly error: AppError | null;
  /** True while a look was asked for from here. */
  readonly checking: boolean;
  readonly fix: OpenFix | null;
  /** The fix made last, until somebody has taken note. */
  readonly applied: FixResult | null;
  connect(): Unsubscribe;
  check(): Promise<void>;
  /** Shows what a fix would change, as the files are now. */
  openFix(findingId: string): Promise<void>;
  closeFix(): void;
  /** Makes the fix that is shown, exactly as it is shown. */
  applyFix(): Promise<void>;
  dismissApplied(): void;
}

/** Makes the store of the validation domain. */
export function createValidationStore(api: Api['validation']): StoreApi<ValidationStore> {
  return createStore((set, get) => {
    /** Takes a state that main answered with, unless news came meanwhile, which may be the newer of both. */
    function take(answered: ValidationState, before: ValidationState | null): void {
      if (get().validation === before) set({ validation: answered });
      set({ error: null });
    }
    return {
      validation: null,
      error: null,
      checking: false,
      fix: null,
      applied: null,
      connect: () =>
        follow(
          { listen: api.onChanged, ask: api.run },
          (validation) => set({ validation, error: null }),
          (error) => set({ error }),
        ),
      async check() {
        if (get().checking) return;
        const before = get().validation;
        set({ checking: true });
        const answer = await settle(api.run());
        set({ checking: false });
        if (answer.ok) take(answer.value, before);
        else set({ error: answer.error });
      },
      async openFix(findingId) {
        const opened: OpenFix = { findingId, preview: null, applying: false, error: null };
        set({ fix: opened });
        const answer = await settle(api.previewFix({ findingId }));
        // Another one may have been opened, or this one closed.
        if (get().fix !== opened) return;
        set({ fix: answer.ok ? { ...opened, preview: answer.value } : { ...opened, error: answer.error } });
      },
      closeFix: () => set({ fix: null }),
      async applyFix() {
        const { fix, validation: before } = get();
        if (fix === null || fix.preview === null || fix.applying) return;
        const applying: OpenFix = { ...fix, applying: true, error: null };
        set({ fix: applying, applied: null });
        const answer = await settle(api.applyFix({ findingId: fix.findingId, hash: fix.preview.hash }));
        const shown = get().fix === applying;
        if (!answer.ok) {
          // Shown even where it was closed meanwhile: nobody should believe that the fix was made.
          set({ fix: { ...applying, applying: false, error: answer.error } });
          return;
        }
        take(answer.value.state, before);
        set({ applied: answer.value, ...(shown ? { fix: null } : {}) });
      },
      dismissApplied: () => set({ applied: null }),
    };
  });
}
