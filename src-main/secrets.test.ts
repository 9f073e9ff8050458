import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { contract } from '../src-shared/contract.ts';
import type { Caller } from '../src-shared/define.ts';
import { connect } from './dispatch.ts';
import { type Household, openHousehold } from './testing/open-household.ts';

/** What must be found nowhere (quality X5). */
const canaries = {
  first: 'canary-first-passphrase',
  second: 'canary-second-passphrase',
  wrong: 'canary-wrong-passphrase',
  /** Typed where an id belongs. */
  misplaced: 'canary-in-the-wrong-field',
  short: 'canary7',
};

let household: Household;

beforeEach(async () => {
  household = await openHousehold();
});
afterEach(() => household.end());

/** All bytes of all files below a folder, by path. */
async function filesBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) found.set(path, await readFile(path, 'latin1'));
  }
  return found;
}

it('a passphrase is in no file, no answer, no news and no log, whatever was done with it', async () => {
  const { app, home, logged } = household;
  const heard: unknown[] = [];
  for (const feature of Object.values(app.features)) {
    if (!('onChanged' in feature)) continue;
    (feature.onChanged as (listener: (state: unknown) => void) => unknown)((state) => heard.push(state));
  }
  const asBen = connect(contract, app.features, app.calls, household.windowOf('ben'));
  const cli: Caller = { kind: 'cli', windowId: 0 };
  const asAnna = connect(contract, app.features, app.calls, cli);
  const answers: unknown[] = [];
  const keep = async (answer: Promise<unknown>) => void answers.push(await answer);
  const ben = { userId: 'ben' };
  const filesOnly = { ...ben, services: false };
  const { first, second, wrong, misplaced, short } = canaries;

  await keep(asBen.access.setPassphrase({ ...ben, passphrase: short }));
  await keep(asBen.access.setPassphrase({ ...ben, passphrase: `${first}\n` }));
  await keep(asBen.access.setPassphrase({ ...ben, passphrase: first }));
  await keep(asBen.access.setPassphrase({ ...ben, passphrase: wrong }));
  await keep(asBen.access.changePassphrase({ ...ben, old: first, passphrase: second }));
  await keep(asAnna.switching.start({ ...filesOnly, passphrase: wrong }));
  await keep(asAnna.switching.start({ userId: misplaced, passphrase: wrong }));
  await keep(asAnna.switching.start({ userId: 'carl', services: false, passphrase: wrong }));
  await keep(asAnna.switching.start({ ...filesOnly, passphrase: second }));
  await keep(asBen.access.verifyPassphrase({ ...ben, passphrase: wrong }));
  await keep(asBen.access.verifyPassphrase({ userId: misplaced, passphrase: second }));
  await keep(asBen.backups.create({}));
  await keep(asBen.access.removePassphrase({ ...ben, passphrase: second }));
  // All of it was really done: a test that was refused everything would find nothing either.
  expect(answers.map((answer) => (answer as { ok: boolean }).ok)).toEqual([
    ...[false, false, true, false, true],
    ...[false, false, true, true],
    ...[false, false, true, true],
  ]);

  await app.features.activity.end();
  await keep(asAnna.activity.list({}));
  await keep(asAnna.activity.export({ format: 'csv', path: join(home, 'activity.csv') }));
  await keep(asAnna.activity.export({ format: 'jsonl', path: join(home, 'activity.jsonl') }));
  const places = new Map([
    ...(await filesBelow(home)),
    ['answers', JSON.stringify(answers)],
    ['news', JSON.stringify(heard)],
    ['log', logged.join('\n')],
  ]);
  expect(places.get('news')).toContain('"windows"');
  for (const [place, text] of places) {
    for (const canary of [first, second, wrong]) expect(text.includes(canary), `${canary} in ${place}`).toBe(false);
    // The person who typed it is told; nobody else is.
    if (place !== 'answers') expect(text.includes(misplaced), place).toBe(false);
  }
});
