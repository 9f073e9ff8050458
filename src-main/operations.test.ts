import { describe, expect, it } from 'vitest';
import type { DockerState } from '../src-shared/docker.ts';
import { Fault } from '../src-shared/errors.ts';
import type { DockerFeature } from './docker/index.ts';
import { createOperations } from './operations.ts';

const state: DockerState = { engine: { state: 'connecting', endpoint: null }, services: [], consistent: false };
const caller = { kind: 'cli', windowId: 0 } as const;

const notAskedFor = () => Promise.reject(new Error('not asked for here'));

/** A docker feature that does nothing but write down what it was asked for. */
function fakeDocker(done: string[], extra: Partial<DockerFeature> = {}): DockerFeature {
  const act = (what: string) => async () => {
    done.push(what);
    return state;
  };
  return {
    get: () => state,
    start: act('start'),
    stop: act('stop'),
    restart: act('restart'),
    recreate: act('recreate'),
    onChanged: () => () => undefined,
    watch: () => undefined,
    setSeen: () => undefined,
    refresh: async () => state,
    noteChange: () => undefined,
    noteWake: () => undefined,
    listEngines: async () => [],
    checkEngine: async () => undefined,
    usedEngine: () => null,
    changeEngine: async () => undefined,
    viewPorts: async () => [],
    whyPortTaken: async () => null,
    freePortFor: async () => null,
    listeningHere: async () => [],
    ready: async () => undefined,
    preflight: async () => undefined,
    compare: async () => ({ engineProblem: null, containers: [] }),
    lastComparison: () => ({ engineProblem: null, containers: [], files: [] }),
    foresee: notAskedFor,
    beginReplacement: notAskedFor,
    checkedReplacement: notAskedFor,
    takeBackReplacement: notAskedFor,
    finishReplacement: notAskedFor,
    notRunning: async (names) => names.filter((name) => name === 'memory'),
    status: async () => ({}),
    reading: { containerOf: notAskedFor, log: notAskedFor, stats: notAskedFor, describe: notAskedFor },
    onProbed: () => () => undefined,
    modelsOf: () => [],
    askModels: async () => undefined,
    webUrl: () => null,
    hold: () => () => void done.push('let go'),
    imageCalls: notAskedFor,
    usesOf: async () => [],
    hasLeftovers: async () => true,
    settleLeftovers: async () => {
      done.push('settle');
      return [];
    },
    end: async () => undefined,
    ...extra,
  };
}

function setUp(
  extra: Partial<DockerFeature> = {},
  refusal: Fault | null = null,
  writing: () => Promise<void> = async () => undefined,
) {
  const done: string[] = [];
  const lock = {
    hold: async (what: string) => {
      if (refusal !== null) throw refusal;
      done.push(`lock for ${what}`);
      return async () => void done.push('unlock');
    },
  };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  async function alignEnvFiles(names: readonly string[]): Promise<void> {
    await writing();
    done.push(`align for ${names.join(' and ')}`);
  }
  const settle = async () => void done.push('settle a switch');
  return { done, operations: createOperations({ docker: fakeDocker(done, extra), lock, log, alignEnvFiles, settle }) };
}

describe('operations', () => {
  it('keep other processes away while a service is changed', async () => {
    const { done, operations } = setUp();
    await operations.docker.restart({ services: ['knowledge'] }, caller);
    expect(done).toEqual(['lock for restart knowledge', 'settle a switch', 'restart', 'unlock']);
  });

  it('make the env files true before a restart of what does not run, which makes containers too', async () => {
    const { done, operations } = setUp();
    await operations.docker.restart({ services: ['knowledge', 'memory'] }, caller);
    const [lock, settle, ...rest] = done;
    expect([lock, settle]).toEqual(['lock for restart knowledge and memory', 'settle a switch']);
    expect(rest).toEqual(['align for memory', 'restart', 'unlock']);
  });

  it('make the env files true before containers are made of them anew', async () => {
    const { done, operations } = setUp();
    await operations.docker.recreate({ services: ['memory'] }, caller);
    expect(done).toEqual(['lock for recreate memory', 'settle a switch', 'align for memory', 'recreate', 'unlock']);
  });

  it('make the env files true before a start too, which makes containers where there are none', async () => {
    const { done, operations } = setUp();
    await operations.docker.start({ services: ['memory'] }, caller);
    expect(done).toEqual(['lock for start memory', 'settle a switch', 'align for memory', 'start', 'unlock']);
  });

  it('write no env file while a switch of the same process does', async () => {
    const { done, operations } = setUp();
    const release = await operations.hold('switching to paula');
    const recreate = operations.docker.recreate({ services: ['memory'] }, caller);
    await expect(recreate).rejects.toMatchObject({ code: 'switching/busy' });
    expect(done).not.toContain('align for memory');
    await release();
    await operations.docker.recreate({ services: ['memory'] }, caller);
    expect(done).toContain('align for memory');
  });

  it('let no switch begin while an env file is written', async () => {
    let finish: () => void = () => undefined;
    let begin: () => void = () => undefined;
    const writing = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const { operations } = setUp({}, null, () => {
      begin();
      return writing;
    });
    const recreate = operations.docker.recreate({ services: ['memory'] }, caller);
    await begun;
    await expect(operations.hold('switching to paula')).rejects.toMatchObject({ code: 'switching/busy' });
    finish();
    await recreate;
    await (await operations.hold('switching to paula'))();
  });

  it('are refused where another process is at work', async () => {
    const { done, operations } = setUp({}, new Fault('switching/busy', 'somebody'));
    await expect(operations.docker.start({ services: ['memory'] }, caller)).rejects.toMatchObject({
      code: 'switching/busy',
    });
    expect(done).toEqual([]);
  });

  it('give the lock back where this process’s own services are held already', async () => {
    const hold = () => {
      throw new Fault('switching/busy', 'Memory is starting already.');
    };
    const { done, operations } = setUp({ hold });
    await expect(operations.hold('switching to paula')).rejects.toMatchObject({ code: 'switching/busy' });
    expect(done).toEqual(['lock for switching to paula', 'unlock']);
  });

  it('bring leftovers in order under the lock', async () => {
    const { done, operations } = setUp();
    await operations.settleLeftovers();
    expect(done).toEqual(['lock for bringing the services in order', 'settle', 'let go', 'unlock']);
  });

  it('take nothing for left over while a switch of the same process puts containers aside', async () => {
    const hold = () => {
      throw new Fault('switching/busy', 'The app is switching to paula.');
    };
    const { done, operations } = setUp({ hold });
    await operations.settleLeftovers();
    expect(done).not.toContain('settle');
  });

  it('do not keep anybody away where nothing is left over', async () => {
    const { done, operations } = setUp({ hasLeftovers: async () => false });
    await operations.settleLeftovers();
    expect(done).toEqual([]);
  });
});
