import { expect, test } from 'vitest';
import { contract } from '../../src-shared/contract.ts';
import { members } from '../../src-shared/contract-members.ts';
import { contractMembers } from '../../vite.contract-members.ts';
import { inRoot } from '../bootstrap/paths.mjs';

test('the table has every member of the contract, and what it is', () => {
  expect(Object.keys(members)).toEqual(Object.keys(contract));
  for (const [domain, of] of Object.entries(contract)) {
    expect(members[domain]).toEqual(Object.fromEntries(Object.entries(of).map(([member, { kind }]) => [member, kind])));
  }
  expect(members.switching).toMatchObject({ start: 'call', onChanged: 'event' });
});

test('a build gets the finished table, which imports nothing', async () => {
  const code = await contractMembers().load(inRoot('src-shared', 'contract-members.ts').replaceAll('\\', '/'));
  // Names of calls may begin with it.
  expect(code).not.toMatch(/\bimport\b|\brequire\b/);
  const made = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  expect(made.members).toEqual(members);
});

test('other modules are left alone', async () => {
  expect(await contractMembers().load(inRoot('src-shared', 'contract.ts'))).toBeNull();
});
