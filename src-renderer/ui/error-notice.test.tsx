import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ErrorNotice } from './ErrorNotice.tsx';

let place: HTMLElement;
let root: Root;

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});

afterEach(() => {
  act(() => root.unmount());
  place.remove();
  vi.unstubAllGlobals();
});

const error = {
  code: 'docker/port-taken',
  message: 'Port 9621 is used by python3 (pid 4711).',
  hint: 'Stop it.',
  details: ['line one', 'line two'],
} as const;

it('says what happened, what to do and the details, as an alert', () => {
  act(() => root.render(<ErrorNotice title="Knowledge could not be started." error={error} />));
  expect(place.querySelector('[role="alert"]')?.textContent).toContain('Knowledge could not be started.');
  for (const words of [error.message, error.hint, 'line one\nline two']) expect(place.textContent).toContain(words);
});

it('copies all of it, with the code', async () => {
  const writeText = vi.fn(async () => undefined);
  vi.stubGlobal('navigator', { clipboard: { writeText } });
  act(() => root.render(<ErrorNotice title="Knowledge could not be started." error={error} />));
  await act(async () => place.querySelector('button')?.click());
  expect(writeText).toHaveBeenCalledWith(
    ['Knowledge could not be started.', error.message, error.hint, `code: ${error.code}`, ...error.details].join('\n'),
  );
  expect(place.querySelector('button')?.textContent).toBe('Copied');
});
