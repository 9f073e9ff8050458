import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError, ErrorCode, Result } from '../../src-shared/errors.ts';
import type { Settings } from '../../src-shared/settings.ts';

/** What a form is about, as main keeps it. */
export interface Kept {
  readonly id: string;
  /** Grows with every change. */
  readonly revision: number;
}

/** What is wrong, in words, by the name of the field. */
export type Problems = Readonly<Record<string, string>>;

/** A form that is open, and what was typed into it. */
export interface OpenForm<K extends Kept, D> {
  /** No other form has it. */
  readonly key: number;
  /** As it was kept when the form was begun or last put on top of a newer one; null for one that is new. */
  readonly base: K | null;
  readonly start: D;
  readonly draft: D;
  /** Whether it was tried to save it: only then what is empty counts as missing. */
  readonly tried: boolean;
  /** What main refused at the last try, until the field is changed. */
  readonly refused: Problems;
  /** Why the last save failed as a whole. */
  readonly failure: AppError | null;
  /** What somebody else has made of it meanwhile while something is typed here: a person has to choose. */
  readonly newer: K | 'removed' | null;
  readonly saving: boolean;
  /** Whether the last thing that happened here was a save. */
  readonly saved: boolean;
}

/** One form of the settings. It lives here and not in the page, so that leaving the page loses nothing. */
export interface FormEditorStore<K extends Kept, D> {
  readonly opened: OpenForm<K, D> | null;
  /** Where somebody wants to go with unsaved changes, until they have said what becomes of these. */
  readonly leaving: { readonly go: () => void } | null;
  connect(): Unsubscribe;
  /** Opens what is kept; asks first where another form has unsaved changes. */
  open(kept: K): void;
  /** Opens the form for a new one that begins like this. */
  begin(draft: D): void;
  close(then?: () => void): void;
  answerLeaving(answer: 'save' | 'discard' | 'stay'): Promise<void>;
  /** @param field whose refusal is answered by it; else that of the first part */
  edit(part: Partial<D>, field?: string): void;
  discard(): void;
  /** Answers with what is kept now; null where nothing was kept. */
  save(): Promise<K | null>;
  /** What is kept now, as the settings tell it: puts the form on top of it, or asks. */
  follow(settings: Settings): void;
  /** Ends a conflict: goes on with the newer one, or with what is typed here on top of it. */
  resolve(choice: 'mine' | 'theirs'): void;
  dismissFailure(): void;
  /** Whose form it was is gone. */
  userChanged(): void;
}

/** What distinguishes one kind of form from another. */
export interface FormKind<K extends Kept, D> {
  draftOf(kept: K): D;
  isChanged(draft: D, start: D): boolean;
  /** As far as this side can tell. */
  problemsOf(draft: D, base: K | null): Problems;
  listed(settings: Settings): readonly K[];
  /** Null where the user has changed meanwhile. */
  send(draft: D, base: K | null): Promise<Result<Settings> | null>;
  /** What of a draft that was changed while `sent` was being saved is still not saved. */
  unsent(draft: D, sent: D): D;
}

interface State<K extends Kept, D> {
  readonly set: (part: Partial<FormEditorStore<K, D>>) => void;
  readonly get: () => FormEditorStore<K, D>;
}

/** Makes the store of one form of the settings. */
export function createFormEditorStore<K extends Kept, D>(kind: FormKind<K, D>): StoreApi<FormEditorStore<K, D>> {
  return createStore((set, get) => {
    const basics = createBasics(kind, { set, get });
    const { change, start, leave, end } = basics;
    const save = createSave(kind, { get }, basics);
    return {
      opened: null,
      leaving: null,
      connect: () => () => undefined,
      open(kept) {
        if (get().opened?.base?.id !== kept.id) leave(() => start(kind.draftOf(kept), kept));
      },
      begin: (draft) => leave(() => start(draft, null)),
      close: (then) =>
        leave(() => {
          end();
          then?.();
        }),
      async answerLeaving(answer) {
        const { leaving } = get();
        set({ leaving: null });
        if (leaving === null || answer === 'stay') return;
        if (answer === 'save' && (await save()) === null) return;
        if (answer === 'discard') end();
        leaving.go();
      },
      edit: (part, field = Object.keys(part)[0]) =>
        change(({ draft, refused }) => ({
          draft: { ...draft, ...part },
          refused: without(refused, field),
          saved: false,
        })),
      discard() {
        const { opened } = get();
        if (opened === null) return;
        const now = opened.newer ?? opened.base;
        if (now === null || now === 'removed') end();
        else start(kind.draftOf(now), now);
      },
      save,
      follow: (settings) => change((opened) => followed(kind, opened, settings)),
      resolve(choice) {
        const newer = get().opened?.newer ?? null;
        if (newer === null) return;
        if (newer === 'removed') {
          if (choice === 'theirs') end();
          else change(() => ({ base: null, newer: null }));
        } else if (choice === 'theirs') start(kind.draftOf(newer), newer);
        else change(() => ({ base: newer, start: kind.draftOf(newer), newer: null }));
      },
      dismissFailure: () => change(() => ({ failure: null })),
      userChanged: end,
    };
  });
}

const untouched = {
  ...{ tried: false, refused: {}, failure: null },
  ...{ newer: null, saving: false, saved: false },
} as const;

interface Basics<K extends Kept, D> {
  /** Changes what is open; where a key is given, only if that is still what is open. */
  change(part: (opened: OpenForm<K, D>) => Partial<OpenForm<K, D>>, key?: number): void;
  start(draft: D, base: K | null): void;
  end(): void;
  /** Goes at once, or asks first where something is not saved. */
  leave(go: () => void): void;
}

function createBasics<K extends Kept, D>(kind: FormKind<K, D>, { set, get }: State<K, D>): Basics<K, D> {
  let keys = 0;
  return {
    change(part, key) {
      const { opened } = get();
      if (opened !== null && (key === undefined || key === opened.key)) set({ opened: { ...opened, ...part(opened) } });
    },
    start(draft, base) {
      keys += 1;
      set({ opened: { ...untouched, key: keys, base, start: draft, draft }, leaving: null });
    },
    end: () => set({ opened: null, leaving: null }),
    leave(go) {
      const { opened } = get();
      if (opened === null || !kind.isChanged(opened.draft, opened.start)) go();
      else set({ leaving: { go } });
    },
  };
}

function createSave<K extends Kept, D>(
  kind: FormKind<K, D>,
  { get }: Pick<State<K, D>, 'get'>,
  { change }: Basics<K, D>,
): () => Promise<K | null> {
  return async () => {
    const { opened } = get();
    if (opened === null || opened.saving || opened.newer !== null) return null;
    const { key, draft, base } = opened;
    if (Object.keys(kind.problemsOf(draft, base)).length > 0) {
      change(() => ({ tried: true }));
      return null;
    }
    change(() => ({ tried: true, saving: true, failure: null, refused: {} }));
    const answer = await kind.send(draft, base);
    if (answer === null) return null;
    if (!answer.ok) {
      const refused = refusedFields(answer.error);
      const failure = Object.keys(refused).length === 0 ? answer.error : null;
      change(() => ({ saving: false, refused, failure }), key);
      return null;
    }
    const kept = keptOne(kind, answer.value, base, draft);
    if (kept === null) return null;
    const start = kind.draftOf(kept);
    change(
      // What was typed while it was being saved stays typed.
      (now) => ({
        ...{ base: kept, start, draft: now.draft === draft ? start : kind.unsent(now.draft, draft) },
        ...{ saving: false, saved: true, tried: false },
      }),
      key,
    );
    return kept;
  };
}

/** What is kept now: the one that has the id; of a new one, the last whose form would be the one that was sent. */
function keptOne<K extends Kept, D>(kind: FormKind<K, D>, settings: Settings, base: K | null, sent: D): K | null {
  const all = kind.listed(settings);
  if (base !== null) return all.find(({ id }) => id === base.id) ?? null;
  return all.findLast((kept) => !kind.isChanged(kind.unsent(sent, sent), kind.draftOf(kept))) ?? all.at(-1) ?? null;
}

function followed<K extends Kept, D>(
  kind: FormKind<K, D>,
  opened: OpenForm<K, D>,
  settings: Settings,
): Partial<OpenForm<K, D>> {
  const { base, draft, start, saving } = opened;
  // What is being saved is told by the answer.
  if (base === null || saving) return {};
  const now = kind.listed(settings).find(({ id }) => id === base.id) ?? 'removed';
  // The same revision may still know more: whether a secret can be read now.
  if (now !== 'removed' && now.revision === base.revision) return { base: now, newer: null };
  if (now === 'removed' || kind.isChanged(draft, start)) return { newer: now };
  return { base: now, start: kind.draftOf(now), draft: kind.draftOf(now), newer: null };
}

/** The field that a code is about. */
const fieldOfCode: Readonly<Partial<Record<ErrorCode, string>>> = {
  'settings/name-taken': 'name',
  'settings/tag-taken': 'tag',
};

/** What a refusal says of single fields: by its details in the form "field: why", or by its code. */
function refusedFields({ code, message, details = [] }: AppError): Record<string, string> {
  const field = fieldOfCode[code];
  if (field !== undefined) return { [field]: message };
  const found = details.map((line) => /^([A-Za-z][A-Za-z0-9]*): (.+)$/.exec(line));
  return Object.fromEntries(
    found.flatMap((match) => (match === null ? [] : [[match[1] ?? '', asSentence(match[2] ?? '')]])),
  );
}

function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? '' : '.'}`;
}

function without(problems: Problems, name: string | undefined): Problems {
  if (name === undefined || problems[name] === undefined) return problems;
  const { [name]: _gone, ...others } = problems;
  return others;
}
