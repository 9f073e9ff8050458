import type { Api } from '../src-shared/contract.ts';

declare global {
  interface Window {
    /** Put there by the preload script, from the contract. */
    readonly persag: Api;
  }
}

/** The rest of the app, as the window can reach it. The only place that says `window.persag`. */
export function windowApi(): Api {
  return window.persag;
}
