import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { FieldProblem, ProfileField } from '../../src-shared/user-fields.ts';
import type { UserLook } from '../../src-shared/user-look.ts';
import type { Profile } from '../../src-shared/users.ts';
import {
  changesOf,
  clashesOf,
  type Draft,
  dirtyFields,
  draftProblems,
  problemsOfDetails,
  typedInto,
  withoutFields,
  withoutStored,
} from '../lib/profile-draft.ts';
import { settle } from '../lib/settle.ts';

/** A profile that is open, and what was typed into it. */
export interface OpenProfile {
  readonly id: string;
  /** As main had it when the draft was begun or last put on top of newer values; null until main has told. */
  readonly base: Profile | null;
  /** Why main cannot tell. */
  readonly error: AppError | null;
  readonly draft: Draft;
  /** What main or the rules refused at the last try, until the field is changed. */
  readonly problems: readonly FieldProblem[];
  readonly saving: boolean;
  /** Why the last save, or the last choice of a look, failed as a whole. */
  readonly failure: AppError | null;
  /** Newer values of main where some of their fields are in the draft too: a person has to choose. */
  readonly newer: Profile | null;
  /** Fields that somebody else changed at the time of the last save; both changes are kept. */
  readonly alsoChanged: readonly ProfileField[];
  /** Whether the last thing that happened here was a save. */
  readonly saved: boolean;
}

/** The one profile that is open. It lives here and not in the page, so that leaving the page loses nothing. */
export interface UserEditorStore {
  readonly opened: OpenProfile | null;
  /** Where somebody wants to go with unsaved changes, until they have said what becomes of these. */
  readonly leaving: { readonly go: () => void } | null;
  connect(): Unsubscribe;
  /** Opens a profile in place of the one that is open; asks first where that has unsaved changes. */
  open(id: string): void;
  /** Closes what is open; asks first where it has unsaved changes. `then` is called once it is closed. */
  close(then?: () => void): void;
  /** What becomes of the unsaved changes; `save` stays where saving fails. */
  answerLeaving(answer: 'save' | 'discard' | 'stay'): Promise<void>;
  /** Forgets a profile that is no more. */
  forget(id: string): void;
  /** Looks again at what is open: the list of users changed, and it does not tell all fields. */
  refresh(): Promise<void>;
  edit(field: ProfileField, text: string): void;
  discard(): void;
  /** Answers whether all of it is stored; where not, nothing is. */
  save(): Promise<boolean>;
  /** Ends a conflict: takes these fields as the other side has them, and keeps the rest of the draft on top. */
  resolve(theirs: readonly ProfileField[]): void;
  setLook(look: UserLook): Promise<void>;
  dismissFailure(): void;
  dismissAlsoChanged(): void;
}

/** Makes the store of the profile that is open. @param today the local date as YYYY-MM-DD */
export function createUserEditorStore(api: Api['users'], today: () => string): StoreApi<UserEditorStore> {
  return createStore((set, get) => {
    const { change, read, leave } = createBasics(api, { set, get });
    const save = createSave({ api, today, get, change, read });
    return {
      opened: null,
      leaving: null,
      // The users store follows main and says when to look again: ten thousand users are not copied a second time.
      connect: () => () => undefined,
      open(id) {
        if (get().opened?.id === id) return;
        leave(() => {
          set({ opened: untouched(id), leaving: null });
          void read(id);
        });
      },
      close: (then) =>
        leave(() => {
          set({ opened: null, leaving: null });
          then?.();
        }),
      async answerLeaving(answer) {
        const { leaving } = get();
        set({ leaving: null });
        if (leaving === null || answer === 'stay') return;
        if (answer === 'save' && !(await save())) return;
        if (answer === 'discard') get().discard();
        leaving.go();
      },
      forget: (id) => {
        if (get().opened?.id === id) set({ opened: null, leaving: null });
      },
      async refresh() {
        const { opened } = get();
        if (opened !== null && !opened.saving) await read(opened.id);
      },
      edit: (field, text) => change((opened) => edited(opened, field, text)),
      discard: () =>
        change(({ base, newer }) => ({ base: newer ?? base, newer: null, draft: {}, problems: [], failure: null })),
      save,
      resolve: (theirs) => change((opened) => resolved(opened, theirs)),
      async setLook(look) {
        const { opened } = get();
        if (opened === null) return;
        change(() => ({ failure: null }));
        const answer = await settle(api.setLook({ id: opened.id, ...look }));
        if (answer.ok) await read(opened.id);
        else change(() => ({ failure: answer.error }), opened.id);
      },
      dismissFailure: () => change(() => ({ failure: null })),
      dismissAlsoChanged: () => change(() => ({ alsoChanged: [] })),
    };
  });
}

/** Changes what is open; where an id is given, only if that is still what is open. */
type Change = (part: (opened: OpenProfile) => Partial<OpenProfile>, id?: string) => void;

interface State {
  readonly set: (part: Partial<UserEditorStore>) => void;
  readonly get: () => UserEditorStore;
}

function createBasics(api: Api['users'], { set, get }: State) {
  const change: Change = (part, id) => {
    const { opened } = get();
    if (opened === null || (id !== undefined && opened.id !== id)) return;
    set({ opened: { ...opened, ...part(opened) } });
  };
  async function read(id: string): Promise<void> {
    const answer = await settle(api.get({ id }));
    // While it is saved, the answer to that is the newer of both.
    if (get().opened?.saving === true) return;
    change((opened) => (answer.ok ? puttingOnTop(opened, answer.value) : { error: answer.error }), id);
  }
  /** What would lose unsaved changes waits for a person's word; without any it is done at once. */
  function leave(go: () => void): void {
    const { opened } = get();
    if (opened === null || dirtyFields(opened.draft, opened.base).length === 0) go();
    else set({ leaving: { go } });
  }
  return { change, read, leave };
}

function createSave(parts: {
  readonly api: Api['users'];
  readonly today: () => string;
  readonly get: () => UserEditorStore;
  readonly change: Change;
  readonly read: (id: string) => Promise<void>;
}): () => Promise<boolean> {
  const { api, today, get, change, read } = parts;

  async function refused(id: string, error: AppError): Promise<void> {
    const problems = error.code === 'users/field-invalid' ? problemsOfDetails(error.details ?? []) : [];
    change(() => ({ saving: false, problems, failure: problems.length > 0 ? null : error }), id);
    if (error.code !== 'users/profile-changed') return;
    // The newer values say which fields it is about.
    await read(id);
    change(({ newer }) => (newer === null ? {} : { failure: null }), id);
  }

  return async () => {
    const { opened } = get();
    if (opened === null || opened.base === null || opened.saving || opened.newer !== null) return false;
    const { id, base, draft } = opened;
    const problems = draftProblems(draft, base, today());
    change(() => ({ problems, failure: null, alsoChanged: [], saving: problems.length === 0 }));
    if (problems.length > 0) return false;
    const answer = await settle(api.update({ id, revision: base.revision, changes: changesOf(draft, base) }));
    if (!answer.ok) {
      await refused(id, answer.error);
      return false;
    }
    const { profile, alsoChanged } = answer.value;
    // What was typed while it was being saved stays.
    change(
      (now) => ({ base: profile, draft: withoutStored(now.draft, profile), saving: false, alsoChanged, saved: true }),
      id,
    );
    return true;
  };
}

function edited({ base, draft, problems }: OpenProfile, field: ProfileField, text: string): Partial<OpenProfile> {
  if (base === null) return {};
  const others = problems.filter((problem) => problem.field !== field);
  return { draft: typedInto(draft, field, text, base), problems: others, saved: false };
}

function resolved({ newer, draft }: OpenProfile, theirs: readonly ProfileField[]): Partial<OpenProfile> {
  if (newer === null) return {};
  const kept = withoutStored(withoutFields(draft, theirs), newer);
  return { base: newer, newer: null, draft: kept, problems: [], failure: null };
}

function untouched(id: string): OpenProfile {
  return {
    id,
    base: null,
    error: null,
    draft: {},
    problems: [],
    saving: false,
    failure: null,
    newer: null,
    alsoChanged: [],
    saved: false,
  };
}

/** The draft on top of newer values; where both changed the same field, the draft stays on the old ones and a person has to choose. */
function puttingOnTop({ base, draft }: OpenProfile, newer: Profile): Partial<OpenProfile> {
  const clash = base !== null && clashesOf(draft, base, newer).length > 0;
  return clash ? { newer, error: null } : { base: newer, newer: null, error: null };
}
