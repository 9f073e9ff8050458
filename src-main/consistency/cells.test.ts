import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ComposeService } from '../formats/compose-service.ts';
import { plainCompose } from '../formats/testing/plain-compose.ts';
import { ownerOf } from '../lib/owner-of.ts';
import { type ComposeFacts, type JudgedCompose, judgeCompose } from './compose-cell.ts';
import { type ContainerFacts, containerCell, mountsCell, whyNew } from './container-cells.ts';
import type { SeenContainer, SeenMount } from './ports.ts';
import { systemCell, userToFollow } from './system-cell.ts';
import { overallVerdict, verdictOf } from './verdicts.ts';

const usersFolder = '/srv/persag/agno';
const folderOf = (user: string) => join(usersFolder, user, 'rag_storage');
const envFile = '/home/p/.persag/lightrag_server/env.server';

describe('whose folder a path is', () => {
  it.each([
    ['/srv/persag/agno/paula/rag_storage', 'paula'],
    ['/srv/persag/agno/paula', 'paula'],
    ['/srv/persag/agno', null],
    ['/srv/persag/agno/../paula', null],
    ['/srv/persag/agnostic/paula', null],
    ['/srv/persag', null],
    ['rag_storage', null],
  ])('%s is %s', (path, owner) => {
    expect(ownerOf(path, usersFolder)).toBe(owner);
  });

  it('is told by whole names: the id `data` is not found in a path because of the folder data', () => {
    expect(ownerOf('/home/p/.persag/data/agno/charlie/rag_storage', '/home/p/.persag/data/agno')).toBe('charlie');
    expect(ownerOf('/home/p/.persag/data/agno/data/rag_storage', '/home/p/.persag/data/agno')).toBe('data');
    expect(ownerOf('/anything', null)).toBeNull();
  });
});

type ComposeInput = { user?: string | null; sources?: readonly string[]; envFiles?: readonly string[] };

function compose({
  user = 'paula',
  sources = [folderOf('paula')],
  envFiles = [envFile],
}: ComposeInput): ComposeService {
  return {
    ...plainCompose(),
    envFiles,
    environment: user === null ? {} : { USER_ID: user },
    binds: sources.map((source, index) => ({ source, target: `/app/data/${index}`, readOnly: false })),
  };
}

function judged(input: ComposeInput, facts: Partial<ComposeFacts> = {}): JudgedCompose {
  return judgeCompose({
    ...{ path: '/home/p/.persag/lightrag_server/docker-compose.yml', envFile, envUser: 'paula' },
    ...{
      envLine: 'USER_ID=paula',
      userId: 'paula',
      usersFolder,
      files: { name: 'knowledge', compose: compose(input) },
    },
    ...facts,
  });
}

describe('a compose file', () => {
  it('agrees where it gives the current user name and folders', () => {
    expect(judged({})).toMatchObject({ cell: { verdict: 'consistent', user: 'paula', notes: [] }, tells: 'paula' });
  });

  it('follows an env file that names somebody else, which is the env file at fault', () => {
    const env = { envUser: 'charlie', envLine: 'USER_ID=charlie' };
    expect(judged({ user: 'charlie' }, env)).toMatchObject({ cell: { verdict: 'consistent' }, tells: 'paula' });
  });

  it('differs where it names a user itself, over the env file', () => {
    expect(judged({ user: 'charlie' })).toMatchObject({ cell: { verdict: 'inconsistent' }, tells: 'charlie' });
  });

  it('does not name a user itself where the env file takes it from a variable', () => {
    const env = { envUser: '', envLine: 'USER_ID=$WHO' };
    expect(judged({ user: 'dana' }, env)).toMatchObject({ cell: { verdict: 'consistent' }, tells: 'paula' });
  });

  it('differs where it binds folders of somebody, whoever is current', () => {
    const { cell, bindsOf } = judged({ sources: [folderOf('paula'), folderOf('charlie')] });
    expect([cell.verdict, bindsOf]).toEqual(['inconsistent', 'charlie']);
    expect(cell.why).toContain(folderOf('charlie'));
  });

  it('is noted to bind what all users share, and to have another env_file', () => {
    const { cell, bindsOf, tells } = judged({ user: null, sources: ['/rag_storage'], envFiles: [] });
    expect([cell.verdict, bindsOf, tells]).toEqual(['consistent', null, null]);
    expect(cell.notes).toHaveLength(2);
  });

  it('is not known where it cannot be read, or nobody is current', () => {
    const error = { code: 'compose/not-yaml', message: 'line 3', hint: 'h' } as const;
    expect(judged({}, { files: { name: 'knowledge', error } }).cell).toMatchObject({
      verdict: 'unknown',
      why: 'line 3',
    });
    expect(judged({}, { userId: null }).cell).toMatchObject({ verdict: 'unknown', user: 'paula' });
  });
});

const mount = (expected: string, actual: string | null = expected): SeenMount => ({
  ...{ target: '/app/data/rag_storage', expected, actual, same: expected === actual },
});

function facts(seen: Partial<SeenContainer>, more: Partial<ContainerFacts> = {}): ContainerFacts {
  const usual = { name: 'knowledge', state: 'running', problem: '', id: 'c1', userId: 'paula' } as const;
  return {
    ...{ seen: { ...usual, mounts: [mount(folderOf('paula'))], ...seen }, container: 'lightrag_pagent' },
    ...{ compose: judged({}), userId: 'paula', usersFolder, ...more },
  };
}

describe('a container', () => {
  it.each<[string, ContainerFacts, string, string, boolean]>([
    ['of the current user', facts({}), 'consistent', 'consistent', false],
    ['that is stopped', facts({ state: 'stopped' }), 'consistent', 'consistent', false],
    ['that is not there', facts({ state: 'absent', id: null, mounts: [] }), 'consistent', 'consistent', false],
    ["of somebody else's", facts({ state: 'foreign', id: null, mounts: [] }), 'unknown', 'unknown', false],
    ['nobody can look at', facts({ state: 'unknown', problem: 'gone', mounts: [] }), 'unknown', 'unknown', false],
    ['told of another', facts({ userId: 'charlie' }), 'inconsistent', 'consistent', true],
    ['told of one in other letters', facts({ userId: 'Paula' }), 'inconsistent', 'consistent', true],
    ['told of nobody', facts({ userId: null }), 'inconsistent', 'consistent', true],
    [
      "with another's folders",
      facts({ mounts: [mount(folderOf('paula'), folderOf('charlie'))] }),
      'consistent',
      'inconsistent',
      true,
    ],
    // Facts 3.3: a USER_ID that is set below its use leaves the user out of the path.
    [
      'with the folder of no user',
      facts({ mounts: [mount(folderOf('paula'), '/srv/persag/agno/rag_storage')] }),
      'consistent',
      'inconsistent',
      true,
    ],
    ['without a folder', facts({ mounts: [mount(folderOf('paula'), null)] }), 'consistent', 'inconsistent', true],
    [
      'told nothing by its files',
      facts({ userId: null }, { compose: judged({ user: null, envFiles: [] }) }),
      'consistent',
      'consistent',
      false,
    ],
    ['where nobody is current', facts({}, { userId: null }), 'unknown', 'unknown', false],
  ])('%s', (_name, given, told, mounted, isNew) => {
    expect([containerCell(given).verdict, mountsCell(given).verdict]).toEqual([told, mounted]);
    expect(whyNew(given) !== null).toBe(isNew);
  });

  it('is not made anew where a new one would be as wrong', () => {
    const binds = judged({ sources: [folderOf('charlie')] });
    const own = facts({ mounts: [mount(folderOf('charlie'))] }, { compose: binds });
    expect([mountsCell(own).verdict, whyNew(own)]).toEqual(['inconsistent', null]);
    // It has the current user's folders, which the compose file would take away.
    const better = facts({ mounts: [mount(folderOf('charlie'), folderOf('paula'))] }, { compose: binds });
    expect(whyNew(better)).toBeNull();
    const named = facts({ userId: 'charlie' }, { compose: judged({ user: 'charlie' }) });
    expect([containerCell(named).verdict, whyNew(named)]).toEqual(['inconsistent', null]);
  });

  it('tells whose folders it has, where all are of one', () => {
    const [paulas, charlies] = [mount(folderOf('paula')), mount(folderOf('paula'), folderOf('charlie'))];
    expect(mountsCell(facts({ mounts: [charlies] })).user).toBe('charlie');
    expect(mountsCell(facts({ mounts: [paulas, charlies] })).user).toBeNull();
  });
});

describe('who is current', () => {
  const path = '/home/p/.persag/env.userid';
  it.each([
    [{ state: 'known', id: 'paula', source: 'file' }, 'consistent', 'paula', 'paula'],
    [{ state: 'known', id: 'paula', source: 'environment' }, 'consistent', 'paula', 'paula'],
    [{ state: 'known', id: 'default_user', source: 'default' }, 'unknown', 'default_user', 'consistency/no-user'],
    [{ state: 'unreadable', text: '?', why: 'no id' }, 'unknown', null, 'home/user-id-unreadable'],
    [{ state: 'known', id: 'Paula', source: 'file' }, 'consistent', 'Paula', 'users/id-unsafe'],
    [{ state: 'known', id: '..', source: 'file' }, 'consistent', '..', 'users/id-unsafe'],
  ] as const)('%j', (current, verdict, user, followed) => {
    expect(systemCell(path, current)).toMatchObject({ path, verdict, user });
    if (followed === user) expect(userToFollow(current)).toBe(user);
    else expect(() => userToFollow(current)).toThrow(expect.objectContaining({ code: followed }));
  });
});

describe('verdicts', () => {
  type Word = 'consistent' | 'inconsistent' | 'unknown';
  const cells = (envFile: Word, composeFile: Word, container: Word, mounts: Word) => ({
    envFile: { verdict: envFile, why: 'e', path: '/x/env.server', user: null, line: null, written: null, notes: [] },
    compose: { verdict: composeFile, why: 'f', path: '/x/docker-compose.yml', user: null, notes: [] },
    container: { verdict: container, why: 'c', container: 'c', state: 'running', user: null } as const,
    mounts: { verdict: mounts, why: 'm', user: null, folders: [] },
  });
  const service = (verdict: Word) => ({
    ...cells(verdict, verdict, verdict, verdict),
    ...({ name: 'memory', title: 'Memory', verdict, why: `${verdict}.`, obstacle: null } as const),
  });

  it('of a service: one that differs makes it differ, one that is unknown makes it unknown', () => {
    expect(verdictOf(cells('consistent', 'consistent', 'consistent', 'consistent')).verdict).toBe('consistent');
    expect(verdictOf(cells('unknown', 'consistent', 'inconsistent', 'consistent'))).toEqual({
      verdict: 'inconsistent',
      why: 'c',
    });
    expect(verdictOf(cells('consistent', 'consistent', 'consistent', 'unknown'))).toEqual({
      verdict: 'unknown',
      why: 'm',
    });
  });

  it('of all: what differs counts even where the engine is gone', () => {
    const system = { path: '', user: 'paula', source: 'file', verdict: 'consistent', why: '' } as const;
    expect(overallVerdict(system, [service('inconsistent')], 'gone').verdict).toBe('inconsistent');
    expect(overallVerdict(system, [service('unknown')], 'It is gone.').why).toContain('It is gone.');
    expect(overallVerdict(system, [service('unknown')], null)).toEqual({ verdict: 'unknown', why: 'Memory: unknown.' });
    expect(overallVerdict(system, [service('consistent')], null).verdict).toBe('consistent');
    const stand = { ...system, verdict: 'unknown', why: 'nobody' } as const;
    expect(overallVerdict(stand, [service('consistent')], null)).toEqual({ verdict: 'unknown', why: 'nobody' });
  });
});
