import type { Page } from 'playwright/test';

/** Waits inside the page until the headline begins with a text; answers with the time at which it did, in ms since 1970. */
export function headlineSeen(page: Page, text: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (document.querySelector('h1')?.textContent?.startsWith(wanted) !== true) return;
          observer.disconnect();
          resolve(Date.now());
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
        look();
      }),
    text,
  );
}
