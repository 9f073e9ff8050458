import { describe, expect, it } from 'vitest';
import type { Result } from '../../src-shared/errors.ts';
import type { Configuration, ConfigurationDraft, Settings } from '../../src-shared/settings.ts';
import { createConfigurationEditorStore } from '../stores/configuration-editor.ts';
import { someError } from '../testing/fake-api.ts';
import { someCatalogue, someConfiguration, someReadySettings, uuid } from '../testing/settings-facts.ts';
import { newDraft } from './configuration-draft.ts';

/** A form on a main that answers as told; null is a user who is gone. */
function editorOn(answer: (draft: ConfigurationDraft) => Result<Settings> | null | Promise<Result<Settings>>) {
  const sent: ConfigurationDraft[] = [];
  const store = createConfigurationEditorStore(async (draft) => {
    sent.push(draft);
    return answer(draft);
  });
  return { sent, editor: () => store.getState(), opened: () => store.getState().opened };
}
const base = someConfiguration(1, { fields: { baseUrl: 'https://example.org' } });
const withThese = (...configurations: readonly Configuration[]) => someReadySettings({ configurations });
const takes = (draft: ConfigurationDraft): Result<Settings> => ({
  ok: true,
  value: withThese({
    ...base,
    ...{ revision: draft.revision + 1, name: draft.name, fields: draft.fields, model: draft.model },
  }),
});
const [openai] = someCatalogue();
if (openai === undefined) throw new Error('the catalogue is empty');

describe('saving', () => {
  it('sends the form with the revision it began with; an untouched key is no part of it', async () => {
    const { sent, editor, opened } = editorOn(takes);
    editor().open(base);
    editor().edit({ model: ' gpt-large ' });
    editor().edit({ fields: { baseUrl: '' } }, 'baseUrl');
    editor().edit({ parameters: { temperature: '0,5', topP: ' ' } });
    expect(await editor().save()).toMatchObject({ revision: 2, model: 'gpt-large' });
    expect(sent).toEqual([
      {
        ...{ id: base.id, revision: 1, name: 'Work 1', provider: 'openai', fields: {}, secrets: {} },
        ...{ model: 'gpt-large', parameters: { temperature: 0.5 } },
      },
    ]);
    expect(opened()).toMatchObject({ saved: true, saving: false, tried: false, draft: { model: 'gpt-large' } });
  });

  it('forgets a typed key as soon as it is kept', async () => {
    const { sent, editor, opened } = editorOn(takes);
    editor().open(base);
    editor().edit({ secrets: { apiKey: { kind: 'set', value: 'sk-canary' } } });
    await editor().save();
    expect(sent[0]?.secrets).toEqual({ apiKey: { kind: 'set', value: 'sk-canary' } });
    expect(JSON.stringify(opened())).not.toContain('sk-canary');
  });

  it('sends nothing that it knows to be wrong', async () => {
    const { sent, editor, opened } = editorOn(takes);
    editor().open(base);
    editor().edit({ name: ' ' });
    editor().edit({ parameters: { temperature: '3' } });
    expect(await editor().save()).toBeNull();
    expect([sent, opened()?.tried]).toEqual([[], true]);
  });

  it("shows main's refusals at their fields until these are changed, and any other as a whole", async () => {
    let error = someError('settings/field-invalid', 'No.', ['apiKey: it is empty', 'baseUrl: An address is needed.']);
    const { editor, opened } = editorOn(() => ({ ok: false, error }));
    editor().open(base);
    editor().edit({ model: 'x' });
    await editor().save();
    expect(opened()).toMatchObject({
      refused: { apiKey: 'It is empty.', baseUrl: 'An address is needed.' },
      failure: null,
    });
    editor().edit({ secrets: { apiKey: { kind: 'set', value: 'k' } } }, 'apiKey');
    expect(Object.keys(opened()?.refused ?? {})).toEqual(['baseUrl']);
    error = someError('settings/name-taken', 'There is "X" already.');
    await editor().save();
    expect(opened()?.refused).toEqual({ name: 'There is "X" already.' });
    error = someError('settings/locked', 'Locked.');
    await editor().save();
    expect(opened()).toMatchObject({ refused: {}, failure: { code: 'settings/locked' }, draft: { model: 'x' } });
  });

  it('keeps what is typed while it is being saved', async () => {
    let answer: (value: Result<Settings>) => void = () => undefined;
    const { sent, editor, opened } = editorOn(() => new Promise((resolve) => (answer = resolve)));
    editor().open(base);
    editor().edit({ model: 'one', secrets: { apiKey: { kind: 'set', value: 'k1' } } });
    const saving = editor().save();
    editor().edit({ model: 'two' });
    editor().follow(withThese({ ...base, revision: 9 }));
    expect(await editor().save(), 'a second one meanwhile').toBeNull();
    const [draft] = sent;
    if (draft === undefined) throw new Error('nothing was sent');
    answer(takes(draft));
    await saving;
    expect(opened()).toMatchObject({ base: { revision: 2 }, newer: null, draft: { model: 'two', secrets: {} } });
  });

  it('of a new one leaves it open as what it has become', async () => {
    const { editor, opened } = editorOn((draft) => ({
      ok: true,
      value: withThese(base, { ...base, id: uuid(2), name: draft.name, model: draft.model, fields: {} }),
    }));
    editor().begin(newDraft(openai, ['OpenAI']));
    expect(opened()?.draft.name).toBe('OpenAI 2');
    expect(await editor().save()).toMatchObject({ id: uuid(2) });
    expect(opened()?.base?.id).toBe(uuid(2));
  });

  it('that is answered for somebody who is gone changes nothing', async () => {
    const { editor, opened } = editorOn(() => null);
    editor().open(base);
    editor().edit({ secrets: { apiKey: { kind: 'set', value: 'sk-canary' } } });
    const saving = editor().save();
    editor().userChanged();
    expect(await saving).toBeNull();
    expect(opened()).toBeNull();
  });
});

describe('somebody else', () => {
  const theirs = { ...base, revision: 2, model: 'theirs' };

  it('who changes what is only looked at is followed', () => {
    const { editor, opened } = editorOn(takes);
    editor().open(base);
    editor().follow(withThese(theirs));
    expect(opened()).toMatchObject({ base: { revision: 2 }, draft: { model: 'theirs' }, newer: null });
  });

  it('who unlocks the keys changes no form', () => {
    const { editor, opened } = editorOn(takes);
    editor().open({ ...base, secrets: { apiKey: { state: 'locked' } } });
    editor().edit({ model: 'mine' });
    editor().follow(withThese(base));
    expect(opened()).toMatchObject({
      base: { secrets: { apiKey: { state: 'set' } } },
      newer: null,
      draft: { model: 'mine' },
    });
  });

  it('who changes what is typed into makes a choice: mine on top of theirs', async () => {
    const { sent, editor, opened } = editorOn(takes);
    editor().open(base);
    editor().edit({ model: 'mine' });
    editor().follow(withThese(theirs));
    expect(opened()?.newer).toEqual(theirs);
    expect(await editor().save()).toBeNull();
    editor().resolve('mine');
    await editor().save();
    expect(sent).toMatchObject([{ revision: 2, model: 'mine' }]);
  });

  it('can be followed after all', () => {
    const { editor, opened } = editorOn(takes);
    editor().open(base);
    editor().edit({ model: 'mine' });
    editor().follow(withThese(theirs));
    editor().resolve('theirs');
    expect(opened()).toMatchObject({ base: { revision: 2 }, draft: { model: 'theirs' }, newer: null });
  });

  it('who removes it takes nothing of what was typed', async () => {
    const { sent, editor, opened } = editorOn(takes);
    editor().open(base);
    editor().edit({ model: 'mine' });
    editor().follow(withThese());
    expect(opened()?.newer).toBe('removed');
    editor().resolve('mine');
    await editor().save();
    expect(sent).toMatchObject([{ id: null, revision: 0, model: 'mine' }]);
  });
});

describe('leaving', () => {
  it('asks where something is not saved: staying, discarding, saving', async () => {
    const { sent, editor, opened } = editorOn(takes);
    editor().open(base);
    editor().edit({ model: 'mine' });
    editor().close();
    expect([opened()?.base?.id, editor().leaving === null]).toEqual([base.id, false]);
    await editor().answerLeaving('stay');
    expect([opened()?.draft.model, editor().leaving]).toEqual(['mine', null]);
    let closed = 0;
    editor().close(() => (closed += 1));
    await editor().answerLeaving('save');
    expect([sent.length, opened(), closed]).toEqual([1, null, 1]);
    editor().open(base);
    editor().edit({ model: 'mine' });
    editor().open(someConfiguration(2));
    await editor().answerLeaving('discard');
    expect([sent.length, opened()?.base?.id]).toEqual([1, uuid(2)]);
  });

  it('is done at once where nothing was changed; a key that was typed is a change', () => {
    const { editor, opened } = editorOn(takes);
    editor().open(base);
    editor().edit({ model: ` ${base.model}`.trim(), secrets: { apiKey: { kind: 'keep' } } });
    editor().close();
    expect(opened()).toBeNull();
    editor().open(base);
    editor().edit({ secrets: { apiKey: { kind: 'remove' } } });
    editor().close();
    expect(opened()).not.toBeNull();
    editor().discard();
    expect(opened()?.draft.secrets).toEqual({});
  });
});
