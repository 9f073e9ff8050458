import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '../App.tsx';
import { createStores } from '../app-stores.ts';
import { createLogKeeper } from '../lib/log-keeper.ts';
import { answerWith } from '../log-worker/messages.ts';
import type { StoredLines } from '../stores/logs.ts';
import { createFakeApi, type FakeApi } from './fake-api.ts';
import type { FakeStates } from './fake-states.ts';

/** The window on a stand-in for main, as a person finds their way in it: by names and words. */
export interface TestWindow {
  readonly fake: FakeApi;
  /** All words that are shown, in their order. */
  text(): string;
  /** The one button of that whole name; throws where there is none or more. */
  button(name: string): HTMLButtonElement;
  hasButton(name: string): boolean;
  /** The one field with that label. */
  field(label: string): HTMLInputElement;
  click(name: string): Promise<void>;
  type(label: string, text: string): Promise<void>;
  /** Sends the form that has the field with that label, as Enter does. */
  submit(label: string): Promise<void>;
  tell: FakeApi['tell'];
  /** Chooses from the one list with that label. */
  choose(label: string, value: string): Promise<void>;
  /** Follows the one link of that name. */
  follow(name: string): Promise<void>;
  end(): void;
}

/** Opens the window at an address; what is not given is a home where all is well. */
export async function openTestWindow(
  given: Partial<FakeStates> = {},
  fake = createFakeApi(given),
  hash = '',
): Promise<TestWindow> {
  // React asks for this word before it lets a test wait for its work.
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  // The light DOM draws no popovers, so that none has to be closed; real ones are driven end to end.
  if (!('hidePopover' in HTMLElement.prototype)) Object.assign(HTMLElement.prototype, { hidePopover() {} });
  // It lays nothing out either: a list that draws what is in sight has room for ten rows of 40 pixels.
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 400 });
  location.hash = hash;
  const place = document.createElement('div');
  document.body.append(place);
  const root = createRoot(place);
  await act(async () => root.render(<App stores={createStores(fake.api, linesWithoutWorker)} />));

  const buttons = (name: string) => [...place.querySelectorAll('button')].filter((each) => nameOf(each) === name);
  function button(name: string): HTMLButtonElement {
    const [found, ...more] = buttons(name);
    if (found === undefined || more.length > 0) {
      const names = [...place.querySelectorAll('button')].map(nameOf).join(' | ');
      throw new Error(`${more.length > 0 ? 'more than one' : 'no'} button "${name}" among: ${names}`);
    }
    return found;
  }
  function field(label: string): HTMLInputElement {
    const found = [...place.querySelectorAll('label')].find((each) => each.textContent === label);
    const control = document.getElementById(found?.htmlFor ?? '') ?? found?.querySelector('input');
    if (!(control instanceof HTMLInputElement)) throw new Error(`no field "${label}"`);
    return control;
  }
  return {
    fake,
    text: () => place.textContent,
    button,
    hasButton: (name) => buttons(name).length > 0,
    field,
    click: (name) => act(async () => button(name).click()),
    type: (label, text) => act(async () => typeInto(field(label), text)),
    choose: (label, value) =>
      act(async () => {
        const found = [...place.querySelectorAll('label')].find((each) => each.textContent === label);
        const control = document.getElementById(found?.htmlFor ?? '');
        if (!(control instanceof HTMLSelectElement)) throw new Error(`no list "${label}"`);
        control.value = value;
        control.dispatchEvent(new Event('change', { bubbles: true }));
      }),
    submit: (label) => act(async () => field(label).form?.requestSubmit()),
    follow: (name) =>
      act(async () => {
        const [link, ...more] = [...place.querySelectorAll('a')].filter((each) => nameOf(each) === name);
        if (link === undefined || more.length > 0) throw new Error(`not one link "${name}"`);
        location.hash = link.hash;
        dispatchEvent(new Event('hashchange'));
      }),
    tell: (domain, state) => act(() => fake.tell(domain, state)),
    end() {
      act(() => root.unmount());
      place.remove();
    },
  };
}

/** Keeps lines as the worker does, with its messages. */
export function linesWithoutWorker(): StoredLines {
  const answer = answerWith(createLogKeeper());
  const ask =
    (member: string) =>
    async (...input: readonly unknown[]) =>
      structuredClone(answer({ id: 1, member, input })).value as never;
  return {
    ...{ add: ask('add'), filter: ask('filter'), rows: ask('rows'), placeOf: ask('placeOf') },
    ...{ piece: ask('piece'), clear: ask('clear'), end: () => undefined },
  };
}

/** What assistive technology calls an element: its label, else its words without those that only describe. */
function nameOf(element: Element): string {
  const label = element.getAttribute('aria-label');
  if (label !== null) return label;
  const described = element.getAttribute('aria-describedby');
  const description = described === null ? '' : (document.getElementById(described)?.textContent ?? '');
  return element.textContent.slice(0, element.textContent.length - description.length).trim();
}

function typeInto(control: HTMLInputElement, text: string): void {
  // React remembers the value it has set itself; only the element's own setter makes it look again.
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  set?.call(control, text);
  control.dispatchEvent(new Event('input', { bubbles: true }));
}
