import type { ElectronApplication, Locator, Page } from 'playwright/test';

/** The logs on the page Services. */
export class LogsPart {
  readonly page: Page;
  readonly list: Locator;
  readonly lines: Locator;
  readonly count: Locator;
  readonly search: Locator;
  readonly level: Locator;
  readonly service: Locator;

  constructor(page: Page) {
    this.page = page;
    const panel = page.getByRole('tabpanel', { name: 'Logs' });
    this.list = panel.getByRole('listbox', { name: 'Lines' });
    this.lines = this.list.getByRole('option');
    this.count = panel.getByRole('toolbar', { name: 'Logs' }).getByText(/\d line/);
    this.search = panel.getByLabel('Search');
    this.level = panel.getByLabel('Level');
    this.service = panel.getByLabel('Service');
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('tabpanel', { name: 'Logs' }).getByRole('button', { name });
  }

  /** The lines in sight that have this text. */
  line(text: string | RegExp): Locator {
    return this.lines.filter({ hasText: text });
  }

  /** Exports what is shown into this file, which is what the system's dialog answers. */
  async exportTo(electron: ElectronApplication, path: string): Promise<void> {
    await electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, path);
    await this.button('Export').click();
    await this.page.getByText(/ exported, with secrets masked\.$/).waitFor({ timeout: 120_000 });
  }
}
