import { expect, it } from 'vitest';
import type { HomeState } from '../src-shared/home.ts';
import type { SwitchState } from '../src-shared/switching.ts';
import { followCurrentUser } from './join-shell.ts';
import { createEmitter } from './lib/emitter.ts';

const fail = (cause: unknown) => {
  throw cause;
};

/** Follows a home and a switch that the test moves. */
async function follow() {
  const home = createEmitter<HomeState>(fail);
  const switching = createEmitter<SwitchState>(fail);
  const noted: (string | null)[] = [];
  let current: string | null = 'anna';
  const off = await followCurrentUser({
    home: { onChanged: home.on },
    switching: { onChanged: switching.on },
    shell: { noteCurrentUser: (id) => void noted.push(id) },
    currentUserId: async () => current,
  });
  return {
    noted,
    off,
    async writes(id: string | null) {
      current = id;
      home.emit({} as HomeState);
      await Promise.resolve();
    },
    async tells(state: 'running' | 'idle') {
      switching.emit({ state } as SwitchState);
      await Promise.resolve();
    },
  };
}

it('tells who is current at the beginning and after a change', async () => {
  const { noted, writes, off } = await follow();
  await writes('ben');
  await writes(null);
  off();
  await writes('carl');
  expect(noted).toEqual(['anna', 'ben', null]);
});

it('waits for the end of a switch, and takes who is current then: also where it was taken back', async () => {
  const { noted, writes, tells } = await follow();
  await tells('running');
  await writes('ben');
  expect(noted).toEqual(['anna']);
  await writes('anna');
  await tells('idle');
  await tells('running');
  await writes('ben');
  await tells('idle');
  expect(noted).toEqual(['anna', 'anna', 'ben']);
});
