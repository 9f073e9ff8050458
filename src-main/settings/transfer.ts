import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import { largestSettingsFile, type SettingsImportPlan } from '../../src-shared/settings.ts';
import { reasonOf } from '../lib/file-fault.ts';
import type { SettingsDocument } from './document.ts';
import { imported, importNames, shownPlan } from './import-plan.ts';
import type { SettingsPorts } from './ports.ts';
import { readSettingsFile, type SettingsFile, settingsFileText } from './transfer-file.ts';

/** Settings to and from files, without secrets. */
export interface Transfer {
  /** Fault: `settings/export-unwritable`. */
  write(document: SettingsDocument, path: string): Promise<void>;
  /** Faults: `settings/file-unusable`, `settings/file-newer`, `settings/too-many`. */
  plan(userId: string, document: SettingsDocument, fileName: string, text: string): SettingsImportPlan;
  /** The content of a planned file, for whom it was planned. Fault: `settings/unknown-plan`. */
  take(userId: string, planId: string): (document: SettingsDocument) => SettingsDocument;
}

/** Most plans that wait at a time: each is one file somebody looked at, and the newest are what they look at now. */
const mostPlans = 20;

/** Makes the transfer. */
export function createTransfer(ports: SettingsPorts): Transfer {
  const plans = new Map<string, { readonly userId: string; readonly file: SettingsFile }>();
  return {
    write: (document, path) => writeFileWhole(path, settingsFileText(document)),
    plan(userId, document, fileName, text) {
      const file = readSettingsFile(text, ports.fieldsOf);
      const names = importNames(ports, document, file);
      const planId = ports.newId();
      plans.set(planId, { userId, file });
      for (const old of [...plans.keys()].slice(0, -mostPlans)) plans.delete(old);
      return shownPlan(ports, planId, fileName, file, names);
    },
    take(userId, planId) {
      const plan = plans.get(planId);
      if (plan === undefined || plan.userId !== userId) {
        throw new Fault('settings/unknown-plan', 'This file was not looked at, or too long ago.');
      }
      plans.delete(planId);
      return (document) => imported(ports, document, plan.file);
    },
  };
}

/** Reads a file that somebody chose, wherever it is. Fault: `settings/file-unusable`. */
export async function readChosenFile(path: string): Promise<string> {
  const cannot = (why: string) => new Fault('settings/file-unusable', `${path} cannot be imported: ${why}.`);
  try {
    const file = await open(path, 'r');
    try {
      const stats = await file.stat();
      if (!stats.isFile()) throw cannot('it is no plain file');
      if (stats.size > largestSettingsFile) throw cannot('it is larger than 4 MB');
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw cause instanceof Fault ? cause : cannot(reasonOf(cause));
  }
}

/** Whole or not at all, in place of what the person agreed to replace. */
async function writeFileWhole(path: string, text: string): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  try {
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw new Fault('settings/export-unwritable', `${path} could not be written: ${reasonOf(cause)}.`, { cause });
  }
}
