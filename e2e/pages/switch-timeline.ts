import type { Locator } from 'playwright/test';

/** A switch as the Overview shows it while it runs. */
export class SwitchTimeline {
  readonly region: Locator;
  readonly cancel: Locator;
  readonly steps: Locator;

  constructor(region: Locator) {
    this.region = region;
    this.cancel = region.getByRole('button', { name: 'Cancel' });
    this.steps = region.getByRole('list', { name: 'Steps of the switch' }).getByRole('listitem');
  }

  /** The step that runs now. */
  get current(): Locator {
    return this.region.locator('[aria-current="step"]');
  }
}
