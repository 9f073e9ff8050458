import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import type { DesktopApp } from './desktop-app.ts';

/** A key that stands nowhere else, so that wherever it is found it came from what a test typed. */
export function canaryKey(owner: string): string {
  return `sk-canary-${owner}-${crypto.randomUUID().replaceAll('-', '')}`;
}

/** Where in the page a text stands: in its markup, or in what is typed into a field. */
export function seenInPage(page: Page, text: string): Promise<readonly string[]> {
  return page.evaluate((wanted) => {
    const found = document.documentElement.outerHTML.includes(wanted) ? ['the markup'] : [];
    for (const field of document.querySelectorAll<HTMLInputElement>('input, textarea')) {
      if (field.value.includes(wanted)) found.push(`the field ${field.name}`);
    }
    for (const store of [localStorage, sessionStorage])
      if (JSON.stringify(store).includes(wanted)) found.push('a store');
    return found;
  }, text);
}

/** Which answers of main to this window hold a text: everything that only reads is asked for. */
export function seenInAnswers(page: Page, text: string): Promise<readonly string[]> {
  return page.evaluate(async (wanted) => {
    const { persag } = window;
    const settings = await persag.settings.get();
    const [first] = settings.ok ? settings.value.configurations : [];
    const target = { configurationId: first?.id ?? '' };
    const answers: Record<string, unknown> = {
      'settings.get': settings,
      'settings.lookInEnvironment': await persag.settings.lookInEnvironment(),
      'settings.exportText': await persag.settings.exportText(),
      'providers.catalogue': await persag.providers.catalogue(),
      'chat.check': await persag.chat.check({ ask: 9001, kind: 'access', target }),
      'chat.listModels': await persag.chat.listModels({ ask: 9002, fresh: true, target }),
      'chat.contexts': await persag.chat.contexts(),
      'access.get': await persag.access.get(),
      'activity.get': await persag.activity.get(),
      'shell.get': await persag.shell.get(),
      'home.get': await persag.home.get(),
    };
    return Object.entries(answers).flatMap(([name, answer]) => (JSON.stringify(answer).includes(wanted) ? [name] : []));
  }, text);
}

/** Which processes of the app have a text among their arguments or in their surroundings. */
export function seenInProcesses(app: DesktopApp, text: string): readonly string[] {
  return app
    .processes()
    .flatMap(({ pid }) =>
      ['cmdline', 'environ']
        .filter((file) => readOr(`/proc/${pid}/${file}`).includes(text))
        .map((file) => `${pid} ${file}`),
    );
}

/** Which files below a folder hold a text as it is. */
export function seenInFiles(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true && readOr(path).includes(text));
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // It has ended, or is nobody's to read.
    return '';
  }
}
