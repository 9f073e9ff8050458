import { describe, expect, it } from 'vitest';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { createArchivesStore } from './archives.ts';

function made() {
  const fake = createFakeApi();
  const store = createArchivesStore(fake.api.archives);
  return { fake, archives: () => store.getState() };
}

describe('an export', () => {
  it('is previewed, written and reported', async () => {
    const { fake, archives } = made();
    await archives().preview('paula');
    expect(archives().outgoing).toMatchObject({ userId: 'paula', preview: { userId: 'paula' }, exporting: false });
    await archives().export({ userId: 'paula', path: '~/p.zip', parts: ['settings'] });
    expect(archives().outgoing).toMatchObject({ exporting: false, report: { path: '~/p.zip' } });
    expect(fake.calls.at(-1)).toMatchObject({ name: 'archives.export', input: { parts: ['settings'] } });
    archives().closeExport();
    expect(archives().outgoing).toBeNull();
  });

  it('says why it was not written, and an answer about somebody else changes nothing', async () => {
    const { fake, archives } = made();
    fake.refusals.set('archives.export', someError('archives/target-taken', 'There is a file.'));
    await archives().preview('paula');
    await archives().export({ userId: 'paula', path: '~/p.zip' });
    expect(archives().outgoing).toMatchObject({ report: null, error: { code: 'archives/target-taken' } });
    await archives().export({ userId: 'dana', path: '~/d.zip' });
    expect(archives().outgoing?.userId).toBe('paula');
    fake.answers.set('archives.chooseTarget', '/tmp/x.zip');
    expect(await archives().chooseTarget('p.zip')).toBe('/tmp/x.zip');
    fake.refusals.set('archives.chooseTarget', someError('shell/no-window', 'None.'));
    expect(await archives().chooseTarget('p.zip')).toBeNull();
    expect(archives().outgoing?.error?.code).toBe('shell/no-window');
  });
});

describe('an import', () => {
  it('is checked first, and carried out by its plan', async () => {
    const { fake, archives } = made();
    expect(await archives().import({})).toBe(false);
    await archives().plan('/a.zip');
    const planId = archives().incoming.plan?.id;
    expect(await archives().import({ id: 'paula2' })).toBe(true);
    expect(fake.calls.at(-1)).toEqual({ name: 'archives.start', input: { planId, id: 'paula2' } });
    expect(archives().incoming).toMatchObject({ plan: null, importing: false, report: { userId: 'paula2' } });
    archives().closeImport();
    expect(archives().incoming.report).toBeNull();
  });

  it('keeps the plan where it is refused', async () => {
    const { fake, archives } = made();
    await archives().plan('/a.zip');
    fake.refusals.set('archives.start', someError('archives/passphrase-wrong', 'Wrong.'));
    expect(await archives().import({ passphrase: 'x' })).toBe(false);
    expect(archives().incoming).toMatchObject({ importing: false, error: { code: 'archives/passphrase-wrong' } });
    expect(archives().incoming.plan).not.toBeNull();
    fake.refusals.set('archives.plan', someError('archives/damaged', 'Torn.'));
    await archives().plan('/a.zip');
    expect(archives().incoming).toMatchObject({ plan: null, checking: false, error: { code: 'archives/damaged' } });
    fake.refusals.set('archives.chooseSource', someError('shell/no-window', 'None.'));
    expect(await archives().chooseSource()).toBeNull();
    expect(archives().incoming.error?.code).toBe('shell/no-window');
  });
});
