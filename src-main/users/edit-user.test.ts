import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProfileUpdate } from '../../src-shared/users.ts';
import type { UsersFeature } from './index.ts';
import { caller, openUsersHome, type UsersHome } from './testing/users-home.ts';

let home: UsersHome;
let users: UsersFeature;

const dana = {
  user_id: 'dana',
  user_name: 'Dana',
  user_type: 'Standard',
  created_at: '2025-01-01T00:00:00.000000',
  last_seen: '2025-01-01T00:00:00.000000',
  email: 'dana@example.org',
  phone: null,
  address: null,
  birth_date: null,
  delta_year: null,
  cognitive_state: 100,
  gender: 'N/A',
  npc: false,
};

beforeEach(async () => {
  home = await openUsersHome();
  await home.put(
    JSON.stringify({ users: [dana, { user_id: 'Eve', note: 'N' }] }).replace('"N"', '12345678901234567890'),
  );
  users = home.open();
});
afterEach(() => home.end());

const get = (id = 'dana') => users.get({ id }, caller);
async function update(changes: ProfileUpdate['changes'], { id = 'dana', revision = '', dryRun = false } = {}) {
  return users.update({ id, revision: revision || (await get(id)).revision, changes, dryRun }, caller);
}

describe('saving a profile', () => {
  it('stores every field in upstream form and nothing else', async () => {
    const saved = await update({
      ...{ name: '  Dana D. ', type: 'Guest', email: 'new@example.org', phone: '+49 (30) 123-4567' },
      ...{ address: 'Rose Lane 1\n10115 Berlin', birthDate: '1990-05-03', deltaYear: 30, cognitiveState: 55 },
      ...{ gender: 'Female', npc: true },
    });
    expect((await home.entries())[0]).toEqual({
      ...dana,
      ...{ user_name: 'Dana D.', user_type: 'Guest', email: 'new@example.org', phone: '+49 (30) 123-4567' },
      ...{ address: 'Rose Lane 1\n10115 Berlin', birth_date: '1990-05-03', delta_year: 30, cognitive_state: 55 },
      ...{ gender: 'Female', npc: true },
    });
    expect(saved).toMatchObject({ alsoChanged: [], profile: { name: 'Dana D.', missing: [], completeness: 100 } });
    expect(saved.profile).toMatchObject({ memoryYear: 2020, problems: [] });
  });

  it('takes the empty text for not set', async () => {
    await update({ name: '', type: '', email: ' ', cognitiveState: '', gender: null, npc: '' });
    expect((await home.entries())[0]).toEqual({ ...dana, user_name: 'Dana', email: null });
    expect(await get()).toMatchObject({ missing: ['email', 'phone', 'address', 'birthDate', 'deltaYear'] });
  });

  it('writes nothing where nothing changes, whatever the revision', async () => {
    const before = await readFile(home.registry);
    expect(await update({ email: ' dana@example.org ' }, { revision: 'x' }).catch((fault) => fault)).toMatchObject({
      code: 'users/profile-changed',
    });
    await update({ email: ' dana@example.org ', phone: '' });
    expect(await readFile(home.registry)).toEqual(before);
  });

  it('reaches an entry in capitals, and leaves other entries to the letter', async () => {
    await update({ phone: '1234567' }, { id: 'eve' });
    const text = await readFile(home.registry, 'utf8');
    expect(text).toContain('"note":12345678901234567890');
    expect((await home.entries())[1]).toMatchObject({ user_id: 'Eve', phone: '1234567' });
    expect(await get('EVE')).toMatchObject({ id: 'Eve', otherFields: { note: '12345678901234567890' } });
  });
});

describe('several at once', () => {
  it('lose nothing, whoever saves what of whom', async () => {
    // Each feature keeps its own order only, as a process does.
    const [one, other] = [home.open(), home.open()];
    const save = async (by: UsersFeature, id: string, changes: ProfileUpdate['changes']) => {
      const { revision } = await by.get({ id }, caller);
      return by.update({ id, revision, changes, dryRun: false }, caller);
    };
    await Promise.all([
      save(one, 'dana', { address: 'Rose Lane 0' }),
      save(other, 'dana', { phone: '1234567' }),
      save(one, 'eve', { email: 'eve@example.org' }),
      save(other, 'eve', { npc: true }),
      one.touchLastSeen('dana'),
      other.touchLastSeen('eve'),
    ]);
    expect(await home.entries()).toMatchObject([
      { user_id: 'dana', address: 'Rose Lane 0', phone: '1234567', last_seen: '2026-01-02T03:04:05.000000' },
      { user_id: 'Eve', email: 'eve@example.org', npc: true, last_seen: '2026-01-02T03:04:05.000000' },
    ]);
  });
});

describe('a bad field', () => {
  it('is refused with every other one by name, and nothing is stored', async () => {
    const before = await readFile(home.registry);
    const fault = await update({
      ...{ email: 'nobody', phone: '123', birthDate: '2026-01-03', cognitiveState: true, gender: 'x', npc: 'yes' },
      ...{ name: 'fine', address: 'fine' },
    }).catch((cause) => cause);
    expect(fault.code).toBe('users/field-invalid');
    expect(fault.details.map((line: string) => line.split(':')[0])).toEqual([
      ...['email', 'phone', 'birthDate', 'cognitiveState', 'gender', 'npc'],
    ]);
    expect(await readFile(home.registry)).toEqual(before);
  });

  it('is found where only both dates together are bad, and against the stored one', async () => {
    await update({ birthDate: '1990-05-03' });
    await expect(update({ deltaYear: 37 })).rejects.toMatchObject({
      details: [expect.stringMatching(/^deltaYear: .*2027/)],
    });
    await update({ deltaYear: 36 });
    await expect(update({ birthDate: '2000-01-01' })).rejects.toMatchObject({
      code: 'users/field-invalid',
      details: [expect.stringMatching(/^birthDate: .*2036/)],
    });
    await update({ birthDate: '1980-01-01', deltaYear: 46 });
    expect(await get()).toMatchObject({ birthDate: '1980-01-01', deltaYear: 46, memoryYear: 2026 });
  });

  it('that another program stored is shown, and keeps nobody from saving the others', async () => {
    await home.putEntries({
      ...dana,
      email: 'bad',
      cognitive_state: true,
      user_type: 'Wizard',
      birth_date: '1990-05-03T00:00:00',
    });
    const profile = await get();
    expect(profile).toMatchObject({ email: 'bad', cognitiveState: 100, type: 'Wizard', birthDate: '1990-05-03' });
    expect(profile.problems.map(({ field }) => field)).toEqual(['type', 'email', 'cognitiveState']);
    await update({ phone: '1234567', email: 'bad', type: 'Wizard' });
    expect((await home.entries())[0]).toMatchObject({ email: 'bad', phone: '1234567', cognitive_state: true });
  });
});

describe('an outdated revision', () => {
  it('is refused where the same field was changed, with both values, and nothing is stored', async () => {
    const { revision } = await get();
    await update({ email: 'theirs@example.org' });
    const before = await readFile(home.registry);
    const fault = await update({ email: 'mine@example.org', phone: '1234567' }, { revision }).catch((cause) => cause);
    expect(fault.code).toBe('users/profile-changed');
    expect(fault.details).toEqual([expect.stringMatching(/^email: .*mine@example\.org.*theirs@example\.org/)]);
    expect(await readFile(home.registry)).toEqual(before);
  });

  it('is merged where other fields were changed, and says which', async () => {
    const { revision } = await get();
    await update({ email: 'theirs@example.org' });
    const saved = await update({ phone: '1234567' }, { revision });
    expect(saved).toMatchObject({ alsoChanged: ['email'], profile: { email: 'theirs@example.org', phone: '1234567' } });
  });

  it('is none after a visit, which a switch records', async () => {
    const { revision } = await get();
    await users.touchLastSeen('dana');
    expect((await get()).revision).toBe(revision);
    expect(await update({ phone: '1234567' }, { revision })).toMatchObject({ alsoChanged: [] });
  });

  it('of somebody who was deleted and added again is refused', async () => {
    const { revision } = await get();
    await home.putEntries({ ...dana, created_at: '2026-01-01T00:00:00.000000' });
    await expect(update({ phone: '1234567' }, { revision })).rejects.toMatchObject({ code: 'users/profile-changed' });
  });
});
