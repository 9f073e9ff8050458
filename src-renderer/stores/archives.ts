import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  ArchivesState,
  ExportPreview,
  ExportReport,
  ImportPlan,
  ImportReport,
} from '../../src-shared/archives.ts';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError } from '../../src-shared/errors.ts';
import { follow } from '../lib/follow.ts';
import { settle } from '../lib/settle.ts';

/** How to write an archive. */
export type ExportInput = Parameters<Api['archives']['export']>[0];
/** How to carry out the plan that is shown. */
export type ImportInput = Omit<Parameters<Api['archives']['start']>[0], 'planId'>;

/** A user whose export is being prepared or has been made. */
export interface OpenExport {
  readonly userId: string;
  /** What would be in it; null while it is worked out, or where it could not be. */
  readonly preview: ExportPreview | null;
  readonly exporting: boolean;
  readonly error: AppError | null;
  /** The archive that was written last from here. */
  readonly report: ExportReport | null;
}

/** An archive that is being looked at or has been imported. */
export interface OpenImport {
  readonly checking: boolean;
  readonly plan: ImportPlan | null;
  readonly importing: boolean;
  readonly error: AppError | null;
  readonly report: ImportReport | null;
}

/** Users as files: out of this computer and into it. */
export interface ArchivesStore {
  readonly archives: ArchivesState | null;
  readonly error: AppError | null;
  readonly outgoing: OpenExport | null;
  readonly incoming: OpenImport;
  connect(): Unsubscribe;
  /** Works out what an export of a user would hold. */
  preview(userId: string): Promise<void>;
  closeExport(): void;
  export(input: ExportInput): Promise<void>;
  /** Checks an archive and shows what an import of it would do. */
  plan(path: string): Promise<void>;
  closeImport(): void;
  /** Carries out the plan that is shown. Answers whether the user came. */
  import(input: ImportInput): Promise<boolean>;
  cancel(): Promise<void>;
  /** Where a person wants an archive; null where they do not. */
  chooseTarget(suggestedName: string): Promise<string | null>;
  /** The archive a person wants; null where they want none. */
  chooseSource(): Promise<string | null>;
}

const nothing: OpenImport = { checking: false, plan: null, importing: false, error: null, report: null };

/** Makes the store of the archives domain. */
export function createArchivesStore(api: Api['archives']): StoreApi<ArchivesStore> {
  return createStore((set, get) => {
    function changeExport(userId: string, part: Partial<OpenExport>): void {
      const { outgoing } = get();
      if (outgoing?.userId === userId) set({ outgoing: { ...outgoing, ...part } });
    }
    const changeImport = (part: Partial<OpenImport>) => set({ incoming: { ...get().incoming, ...part } });
    return {
      archives: null,
      error: null,
      outgoing: null,
      incoming: nothing,
      connect: () =>
        follow(
          { listen: api.onChanged, ask: api.get },
          (archives) => set({ archives, error: null }),
          (error) => set({ error }),
        ),
      async preview(userId) {
        // An export that still runs is shown again as it is.
        if (get().outgoing?.userId === userId && get().outgoing?.exporting === true) return;
        set({ outgoing: { userId, preview: null, exporting: false, error: null, report: null } });
        const answer = await settle(api.preview({ userId }));
        changeExport(userId, answer.ok ? { preview: answer.value } : { error: answer.error });
      },
      closeExport: () => set({ outgoing: null }),
      async export(input) {
        const { userId } = input;
        if (get().outgoing?.exporting === true) return;
        changeExport(userId, { exporting: true, error: null, report: null });
        const answer = await settle(api.export(input));
        changeExport(userId, {
          exporting: false,
          ...(answer.ok ? { report: answer.value } : { error: answer.error }),
        });
      },
      async plan(path) {
        if (get().incoming.checking) return;
        set({ incoming: { ...nothing, checking: true } });
        const answer = await settle(api.plan({ path }));
        changeImport({ checking: false, ...(answer.ok ? { plan: answer.value } : { error: answer.error }) });
      },
      closeImport: () => set({ incoming: nothing }),
      async import(input) {
        const { plan, importing } = get().incoming;
        if (plan === null || importing) return false;
        changeImport({ importing: true, error: null, report: null });
        const answer = await settle(api.start({ planId: plan.id, ...input }));
        if (answer.ok) changeImport({ importing: false, plan: null, report: answer.value });
        else changeImport({ importing: false, error: answer.error });
        return answer.ok;
      },
      async cancel() {
        // What could not be cancelled says so by going on; where it had ended meanwhile, its own answer is the news.
        await settle(api.cancel());
      },
      async chooseTarget(suggestedName) {
        const answer = await settle(api.chooseTarget({ suggestedName }));
        const { outgoing } = get();
        if (!answer.ok && outgoing !== null) changeExport(outgoing.userId, { error: answer.error });
        return answer.ok ? answer.value : null;
      },
      async chooseSource() {
        const answer = await settle(api.chooseSource());
        if (!answer.ok) changeImport({ error: answer.error });
        return answer.ok ? answer.value : null;
      },
    };
  });
}
