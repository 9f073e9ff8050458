import { describe, expect, it } from 'vitest';
import { Fault } from '../../src-shared/errors.ts';
import { setUp } from './testing/fake-ports.ts';

const cli = { kind: 'cli', windowId: 0 } as const;

describe('the plan of a switch', () => {
  it('plans without a change, and names all that stands in the way', async () => {
    const { switching, events } = setUp({
      unwritable: new Fault('home/unwritable', 'the disk is read-only'),
      ahead: {
        containers: [{ service: 'memory', container: 'm', image: 'i', act: 'create' }],
        faults: [new Fault('docker/port-taken', 'Port 9621 is used')],
      },
    });
    const plan = await switching.plan({ userId: 'dana', services: true, repair: false }, cli);
    expect(plan).toMatchObject({ from: 'paula', to: 'dana', possible: false, folders: ['/data/dana'] });
    expect(plan.findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'error home/unwritable',
      'error docker/port-taken',
      'info service-starts',
    ]);
    expect(plan.findings.every(({ hint }) => hint !== '')).toBe(true);
    expect(plan.files).toMatchObject([{ path: '/home/env.userid', change: 'write' }]);
    expect(plan.files[0]?.diff).toContain('+USER_ID="dana"');
    expect(plan.files[0]?.diff).not.toContain('canary');
    expect(events).toEqual(['plan']);
  });

  it('plans for a user who is current already, and for the files alone', async () => {
    const { switching } = setUp();
    const current = await switching.plan({ userId: 'paula', services: false, repair: false }, cli);
    expect(current.possible).toBe(false);
    expect(current.findings.map(({ code }) => code)).toEqual(['switching/already-current', 'services-stay']);
    await expect(switching.plan({ userId: 'nobody', services: true, repair: false }, cli)).rejects.toMatchObject({
      code: 'users/unknown',
    });
    const other = await switching.plan({ userId: 'dana', services: false, repair: false }, cli);
    expect(other).toMatchObject({ possible: true, findings: [{ code: 'services-stay', severity: 'warn' }] });
  });

  it('says that env.userid cannot be read, where it is not to be repaired', async () => {
    const { switching } = setUp({ current: { state: 'unreadable', text: '?', why: 'empty' } });
    const asked = { userId: 'dana', services: false };
    const plan = await switching.plan({ ...asked, repair: false }, cli);
    expect(plan).toMatchObject({ from: null, possible: false });
    expect(plan.findings.map(({ code }) => code)).toContain('home/user-id-unreadable');
    expect(await switching.plan({ ...asked, repair: true }, cli)).toMatchObject({ possible: true });
  });
});
