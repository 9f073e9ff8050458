import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it, vi } from 'vitest';
import { Button } from './Button.tsx';

function render(element: React.ReactNode): HTMLButtonElement {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const place = document.createElement('div');
  act(() => createRoot(place).render(element));
  const button = place.querySelector('button');
  if (button === null) throw new Error('no button');
  return button;
}

it('does nothing and says why while it cannot be pressed, but keeps its place in the keyboard order', () => {
  const onClick = vi.fn();
  const button = render(
    <Button onClick={onClick} disabledReason="A switch is running">
      Restart
    </Button>,
  );
  act(() => button.click());
  expect(onClick).not.toHaveBeenCalled();
  expect(button.disabled).toBe(false);
  expect(button.getAttribute('aria-disabled')).toBe('true');
  expect(button.querySelector(`[id="${button.getAttribute('aria-describedby')}"]`)?.textContent).toBe(
    'A switch is running',
  );
});

it('does nothing while it is busy, and acts otherwise', () => {
  const onClick = vi.fn();
  const busy = render(
    <Button busy onClick={onClick}>
      Restart
    </Button>,
  );
  act(() => busy.click());
  expect(onClick).not.toHaveBeenCalled();
  const ready = render(<Button onClick={onClick}>Restart</Button>);
  act(() => ready.click());
  expect(onClick).toHaveBeenCalledOnce();
});
