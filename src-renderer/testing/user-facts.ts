import type { DeletePlan, DeleteReport, RecoveryPlan } from '../../src-shared/user-removal.ts';
import { completenessOf, memoryYearOf, missingFields } from '../../src-shared/user-rules.ts';
import type { Profile } from '../../src-shared/users.ts';
import { someUser } from './facts.ts';

/** One person with every field at upstream's default, or as given. */
export function someProfile(id: string, changes: Partial<Profile> = {}): Profile {
  const values = {
    ...someUser(id),
    email: null,
    phone: null,
    address: null,
    birthDate: null,
    deltaYear: null,
    cognitiveState: 100,
    gender: 'N/A',
    npc: false,
    otherFields: {},
    problems: [],
    revision: 'first',
    ...changes,
  };
  const missing = missingFields(values);
  return { ...values, missing, completeness: completenessOf(missing), memoryYear: memoryYearOf(values), ...changes };
}

/** A plan to delete somebody with some data. */
export function someDeletePlan(userId: string, changes: Partial<DeletePlan> = {}): DeletePlan {
  return {
    id: `delete-${userId}`,
    userId,
    name: someUser(userId).name,
    scope: 'everything',
    backup: true,
    folder: `/home/paula/.persag/data/agno/${userId}`,
    folders: 6,
    files: 42,
    links: 0,
    bytes: 3_400_000,
    obstacles: [],
    remarks: [],
    confirm: userId,
    ...changes,
  };
}

/** What a deletion did. */
export function someDeleteReport(userId: string, changes: Partial<DeleteReport> = {}): DeleteReport {
  const { name, scope, folders, files, bytes } = someDeletePlan(userId);
  return { userId, name, scope, folders, files, bytes, backup: `${userId}_20260102_030405`, warnings: [], ...changes };
}

/** What can be done about a registry of which nothing can be read, but of which there is a copy. */
export function someRecoveryPlan(changes: Partial<RecoveryPlan> = {}): RecoveryPlan {
  const registry = '/home/paula/.persag/data/users_registry.json';
  const users = ['paula', 'charlie'].map((id) => ({
    id,
    name: someUser(id).name,
    type: 'Standard',
    origin: 'copy' as const,
    hasFolder: true,
  }));
  const from = '/home/paula/.persag/backups/registry/users_registry_20260102_030405_000.json';
  return {
    id: 'recovery',
    registry,
    state: 'unreadable',
    trouble: 'it is not JSON',
    choices: [{ id: 'copy', kind: 'copy', from, madeAt: '2026-01-02T03:04:05.000Z', users, lacks: [] }],
    keepsAs: `${registry}.unreadable.20260103_030405_000`,
    ...changes,
  };
}
