import { expect } from 'playwright/test';
import { LogsPart } from '../pages/logs-part.ts';
import { ServicesPage } from '../pages/services-page.ts';
import type { DesktopApp } from '../support/desktop-app.ts';
import type { Camera } from './camera.ts';

/** The parts of the page Services while both run. */
export async function servicesPictures({ page, overview }: DesktopApp, camera: Camera): Promise<void> {
  await overview.knowledge.lamp('http').getByText('Answers').waitFor();
  const services = new ServicesPage(page);
  await services.open();
  await camera.shoot(page, 'services');
  await services.open('Logs');
  await new LogsPart(page).lines.first().waitFor();
  await camera.shoot(page, 'services-logs');
  await services.open('Stats');
  // A line needs two points.
  await expect(services.panel.locator('svg path').first()).toBeVisible();
  await camera.shoot(page, 'services-stats');
  for (const part of ['Environment', 'Mounts'] as const) {
    await services.open(part);
    await services.panel.getByRole('rowheader').first().waitFor();
    await camera.shoot(page, `services-${part.toLowerCase()}`);
  }
  for (const part of ['Documents', 'Image'] as const) {
    await services.open(part);
    await expect(services.panel).not.toBeEmpty();
    await camera.shoot(page, `services-${part.toLowerCase()}`);
  }
}
