import { act } from 'react';
import { uuid } from './settings-facts.ts';

/** The panel beside the list, null where none is open. */
export const panel = () => document.querySelector<HTMLElement>('.side-panel');
/** The row of a configuration, by the number its id was made of. */
export const rowOf = (id: number) => document.querySelector<HTMLElement>(`[data-row="${uuid(id)}"]`);
/** Presses a key in an element. */
export const press = (element: Element, key: string) =>
  act(async () => element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })));
