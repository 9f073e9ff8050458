import { describe, expect, it } from 'vitest';
import type { Service } from '../../../src-shared/docker.ts';
import {
  ago,
  someDocker,
  someHome,
  someLamp,
  someRunning,
  someService,
  someUsers,
  unusedHome,
} from '../../testing/facts.ts';
import { someError } from '../../testing/fake-api.ts';
import { type HeadlineFacts, headlineOf } from './headline.ts';

const well = { home: someHome(), users: someUsers(), docker: someDocker(), switching: null };
const headline = (changes: Partial<HeadlineFacts>) => {
  const { mood, text } = headlineOf({ ...well, ...changes });
  return [mood, text];
};
const services = (...all: Service[]) => ({ docker: someDocker({ services: all, consistent: false }) });
const stopped = { container: someLamp('warn', ''), http: someLamp('unknown', '') };
const off = { startedAt: null };
const silent = { http: someLamp('failed', '') };
const starting = { http: someLamp('starting', '') };

describe('headlineOf', () => {
  it('says who is current and that both answer', () => {
    expect(headline({})).toEqual(['ok', 'Paula is current. Both services answer.']);
  });

  it.each([
    ['warn', 'Neither service is running.', off, stopped],
    ['failed', 'Neither service is running.', off, { ...stopped, container: someLamp('failed', '') }],
    ['failed', 'Neither service answers.', {}, silent],
    ['starting', 'Both services are starting.', {}, starting],
    ['starting', 'Both services are stopping.', { busy: 'stopping' } as const, silent],
  ])('says of both services: %s, %s', (mood, text, changes, lamps) => {
    const both = services(someService('knowledge', changes, lamps), someService('memory', changes, lamps));
    expect(headline(both)).toEqual([mood, `Paula is current. ${text}`]);
  });

  it('speaks of each service where they differ, in the worse mood', () => {
    expect(headline(services(someService('knowledge'), someService('memory', off, stopped)))).toEqual([
      'warn',
      'Paula is current. Knowledge answers, Memory is not running.',
    ]);
    expect(headline(services(someService('knowledge', { busy: 'restarting' }), someService('memory')))).toEqual([
      'starting',
      'Paula is current. Knowledge is starting, Memory answers.',
    ]);
    const unusable = someService('memory', { error: someError('compose/missing', '') });
    expect(headline(services(someService('knowledge'), unusable))[1]).toMatch(/Memory cannot be used\.$/);
  });

  it('names whom a service still serves, else who needs a look', () => {
    const stranger = someService('memory', { servesUser: 'charlie' }, { mounts: someLamp('failed', '') });
    expect(headline(services(someService('knowledge'), stranger))).toEqual([
      'failed',
      'Paula is current. Both services answer, but Memory still serves Charlie.',
    ]);
    const poor = someService('memory', {}, { model: someLamp('warn', '') });
    expect(headline(services(someService('knowledge'), poor))).toEqual([
      'warn',
      'Paula is current. Both services answer, but Memory needs a look.',
    ]);
  });

  it('says what is not known: the engine, the user, the users', () => {
    expect(headline({ docker: null })[1]).toBe('Paula is current. Looking for Docker.');
    const error = someError('docker/not-found', '');
    expect(headline({ docker: someDocker({ engine: { state: 'unreachable', endpoint: null, error } }) })).toEqual([
      'failed',
      'Paula is current. Docker is not reachable.',
    ]);
    const unreadable = someHome({ currentUser: { state: 'unreadable', text: '', why: '' } });
    expect(headline({ home: unreadable })).toEqual(['failed', 'It is not known who is current.']);
    expect(headline(unusedHome())).toEqual(['unknown', 'No users yet.']);
  });

  it('speaks of a running switch before all else, and of the way back', () => {
    expect(headline({ switching: someRunning() })).toEqual(['starting', 'Switching to Charlie.']);
    expect(headline({ switching: someRunning({ undoing: true }) })).toEqual(['starting', 'Going back to Paula.']);
  });

  it('is as old as the newest change of a lamp, and has no age without an engine', () => {
    const newest = { ...someLamp('ok', ''), since: ago(1000) };
    const { since } = headlineOf({ ...well, ...services(someService('memory', {}, { model: newest })) });
    expect(since).toBe(newest.since);
    expect(headlineOf({ ...well, docker: null }).since).toBeNull();
  });
});
