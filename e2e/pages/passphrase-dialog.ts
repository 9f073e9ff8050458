import type { Locator, Page } from 'playwright/test';

/** The dialogs about passphrases: the one that a switch asks with, and the one that sets, changes and removes. */
export class PassphraseDialog {
  readonly dialog: Locator;
  readonly send: Locator;
  readonly cancel: Locator;

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog', { name: /assphrase/ });
    this.send = this.dialog.getByRole('button', { name: /^(Switch to|Act for|Open window as|Set|Change|Remove) / });
    this.cancel = this.dialog.getByRole('button', { name: 'Cancel' });
  }

  field(label: 'Passphrase' | 'Present passphrase' | 'New passphrase' | 'New passphrase once more'): Locator {
    return this.dialog.getByLabel(label, { exact: true });
  }

  /** Gives the passphrase that a switch asks for. */
  async give(passphrase: string): Promise<void> {
    await this.field('Passphrase').fill(passphrase);
    await this.send.click();
  }
}
