import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { someAccess, someActor } from '../testing/access-facts.ts';
import { createFakeApi, type FakeApi, someError } from '../testing/fake-api.ts';
import { someServingPlan, someServingReport } from '../testing/fake-serving-part.ts';
import { someConfiguration, someReadySettings, uuid } from '../testing/settings-facts.ts';
import { openTestWindow, type TestWindow } from '../testing/window.tsx';

let window: TestWindow;
let fake: FakeApi;
afterEach(() => window.end());

const dialog = () => document.querySelector('dialog');
const callsOf = (name: string) => fake.calls.filter((call) => call.name === name).map(({ input }) => input);
const boxes = () => [...(dialog()?.querySelectorAll<HTMLInputElement>('input[type=checkbox]') ?? [])];
const apply = () =>
  [...(dialog()?.querySelectorAll('button') ?? [])].find((one) => one.textContent.startsWith('Use it'));
const whyNot = () => apply()?.getAttribute('title');

async function openDialog(
  given: Parameters<typeof createFakeApi>[0] = {},
  prepare: (fake: FakeApi) => void = () => {},
) {
  fake = createFakeApi({ settings: someReadySettings(), ...given });
  prepare(fake);
  window = await openTestWindow({}, fake, '#settings');
  await act(async () => document.querySelector<HTMLElement>(`[data-row="${uuid(1)}"]`)?.click());
  await window.click('Use for the services');
}

describe('using a configuration for the services', () => {
  it('shows each variable before and after, and does what is shown', async () => {
    await openDialog();
    const whole = { configurationId: uuid(1), roles: ['llm'], services: ['knowledge', 'memory'] };
    expect(callsOf('serving.plan')).toEqual([{ ...whole, embeddingDimension: null }]);
    const cells = [...(dialog()?.querySelectorAll('tbody tr') ?? [])].map((row) =>
      [...row.children].map((one) => one.textContent),
    );
    expect(cells).toEqual([['LLM_MODEL', 'granite3.1-dense:8b', 'gpt-4o']]);
    await act(async () => apply()?.click());
    expect(callsOf('serving.apply')).toEqual([{ planId: 'serving-plan' }]);
    expect(dialog()?.textContent).toContain('It serves Memory from now on.');
  });

  it('works the plan out anew for what is chosen, and asks for a choice where there is none', async () => {
    await openDialog();
    await act(async () => boxes()[1]?.click());
    await act(async () => boxes()[2]?.click());
    expect(callsOf('serving.plan').at(-1)).toMatchObject({ roles: ['llm', 'embedding'], services: ['memory'] });
    await act(async () => boxes()[1]?.click());
    const before = callsOf('serving.plan').length;
    await act(async () => boxes()[0]?.click());
    expect([dialog()?.textContent.includes('Choose what it is used as.'), whyNot()]).toEqual([
      true,
      'Choose what it is used as.',
    ]);
    expect(callsOf('serving.plan')).toHaveLength(before);
  });

  it('says what is known beforehand, and is not done where something forbids it', async () => {
    const refusal = someError('serving/dimension-differs', 'Memory has vectors with 768 numbers each.');
    const plan = someServingPlan({ writesSecret: true, warnings: ['Memory has no container.'], refusals: [refusal] });
    await openDialog({}, ({ answers }) => answers.set('serving.plan', plan));
    for (const words of ['written in clear', 'Memory has no container.', 'Memory has vectors with 768']) {
      expect(dialog()?.textContent).toContain(words);
    }
    expect(whyNot()).toBe('Memory has vectors with 768 numbers each.');
    await act(async () => apply()?.click());
    expect(callsOf('serving.apply')).toEqual([]);
  });

  it('asks for a dimension that is not known, at its field', async () => {
    await openDialog({}, ({ refusals }) =>
      refusals.set('serving.plan', someError('serving/dimension-unknown', 'Not known.')),
    );
    await act(async () => boxes()[1]?.click());
    expect(window.field('Dimension').getAttribute('aria-invalid')).toBe('true');
    fake.refusals.clear();
    await window.type('Dimension', '0');
    expect(callsOf('serving.plan')).toHaveLength(2);
    await window.type('Dimension', '1024');
    expect(callsOf('serving.plan').at(-1)).toMatchObject({ embeddingDimension: 1024 });
    expect(window.field('Dimension').getAttribute('aria-invalid')).toBeNull();
  });

  it('tells what is being done, and that it was put back where it failed', async () => {
    let end: (report: unknown) => void = () => undefined;
    await openDialog({}, ({ answers }) => answers.set('serving.apply', new Promise((resolve) => (end = resolve))));
    await act(async () => apply()?.click());
    expect(dialog()?.querySelector('[role=status]')?.textContent).toContain('Beginning with Knowledge and Memory');
    expect(boxes().every((box) => box.closest('fieldset')?.disabled === true)).toBe(true);
    const error = someError('docker/never-healthy', 'Memory did not answer.');
    await act(async () => end(someServingReport({ success: false, error })));
    expect(dialog()?.textContent).toContain('It failed, and everything was put back.');
    await act(async () => dialog()?.querySelector<HTMLElement>('.dialog-buttons button')?.click());
    expect(dialog()).toBeNull();
  });

  it('is closed when the window comes to act for somebody else, and is an Admin’s', async () => {
    await openDialog({ access: someAccess({ current: someActor('paula', 'Standard'), lastAdmin: null }) });
    expect(whyNot()).toMatch(/Paula \(Standard\) may not give the services other models/);
    await act(async () => fake.tell('access', someAccess({ current: someActor('dana') })));
    expect(dialog()).toBeNull();
  });

  it('is not offered where LightRAG has no way to ask', async () => {
    const none = someConfiguration(1, { model: '' });
    fake = createFakeApi({ settings: someReadySettings({ configurations: [none] }) });
    window = await openTestWindow({}, fake, '#settings');
    await act(async () => document.querySelector<HTMLElement>(`[data-row="${uuid(1)}"]`)?.click());
    await window.click('Use for the services');
    expect([dialog(), window.button('Use for the services').title]).toEqual([null, 'Choose a model first']);
  });
});
