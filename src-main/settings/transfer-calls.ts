import { basename } from 'node:path';
import type { Caller, Feature } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { Settings, settings } from '../../src-shared/settings.ts';
import type { Desktop } from '../ports.ts';
import type { ConfigurationChanges } from './configuration-calls.ts';
import { draftsFrom, offersOf } from './from-environment.ts';
import type { SettingsPorts } from './ports.ts';
import type { SettingsStore } from './store.ts';
import { createTransfer, readChosenFile } from './transfer.ts';
import { settingsFileText } from './transfer-file.ts';

type Calls = Pick<
  Feature<typeof settings>,
  | 'lookInEnvironment'
  | 'importFromEnvironment'
  | 'exportToFile'
  | 'exportText'
  | 'planImport'
  | 'planImportText'
  | 'importFile'
>;

/** What the calls that bring settings in and out work with. */
export interface TransferParts {
  readonly ports: SettingsPorts;
  readonly store: SettingsStore;
  readonly configurations: ConfigurationChanges;
  /** Changes what is the caller's own, and answers with the whole of it. */
  changing(caller: Caller, change: (userId: string) => Promise<void>): Promise<Settings>;
}

/** The calls of the contract that bring settings in and out (spec 5.11). */
export function transferCalls({ ports, store, configurations, changing }: TransferParts): Calls {
  const { acting, desktop } = ports;
  const transfer = createTransfer(ports);

  async function documentOf(userId: string) {
    const reading = await store.read(userId);
    if (reading.state === 'good') return reading.document;
    throw reading.fault;
  }

  return {
    lookInEnvironment: () => offersOf(ports.environment()),
    importFromEnvironment: ({ providers }, caller) =>
      changing(caller, async (userId) => {
        for (const draft of draftsFrom(ports, await documentOf(userId), providers)) {
          await configurations.save(userId, draft);
        }
      }),
    exportText: (_input, caller) =>
      acting.during(caller, async (userId) => ({ text: settingsFileText(await documentOf(userId)) })),
    exportToFile: (_input, caller) =>
      acting.during(caller, async (userId) => {
        const document = await documentOf(userId);
        const path = await needed(desktop).chooseNewFile(`persag-settings-${userId}.json`);
        if (path === null) return null;
        // The dialog may have been open for a while, and another user be here now: nothing of this one is written then.
        await acting.during(caller, refuseOther(userId));
        await transfer.write(document, path);
        return { path };
      }),
    planImport: (_input, caller) =>
      acting.during(caller, async (userId) => {
        const path = await needed(desktop).chooseFile('Import settings');
        if (path === null) return null;
        return transfer.plan(userId, await documentOf(userId), basename(path), await readChosenFile(path));
      }),
    planImportText: ({ fileName, text }, caller) =>
      acting.during(caller, async (userId) => transfer.plan(userId, await documentOf(userId), fileName, text)),
    importFile: ({ planId }, caller) =>
      changing(caller, async (userId) => {
        const add = transfer.take(userId, planId);
        await store.change(userId, (document) => ({ document: add(document) }));
      }),
  };
}

function needed(desktop: Desktop | null): Desktop {
  if (desktop === null) throw new Fault('shell/no-window', 'The command line has no window to choose a file in.');
  return desktop;
}

function refuseOther(userId: string) {
  return (now: string) => {
    if (now !== userId)
      throw new Fault('settings/user-changed', `This was asked for ${userId}, and now ${now} is here.`);
  };
}
