import type { Locator, Page } from 'playwright/test';
import type { Sidebar } from './sidebar.ts';

/** The panel behind the engine's state at the bottom left: all engines there are, and the choice of one. */
export class EnginePanel {
  readonly sidebar: Sidebar;
  readonly panel: Locator;
  readonly automatic: Locator;

  constructor(page: Page, sidebar: Sidebar) {
    this.sidebar = sidebar;
    this.panel = page.getByRole('dialog', { name: 'Docker engine' });
    this.automatic = this.panel.getByRole('button', { name: 'Choose automatically' });
  }

  /** Opens it and waits for the engines' answers. */
  async open(): Promise<void> {
    await this.sidebar.engine.click();
    await this.panel.getByRole('list', { name: 'Docker engines' }).waitFor();
  }

  /** One engine, by the name that it is listed under. */
  row(name: string): Locator {
    return this.panel.getByRole('listitem').filter({ hasText: name });
  }

  use(name: string): Locator {
    return this.panel.getByRole('button', { name: `Use ${name}` });
  }
}
