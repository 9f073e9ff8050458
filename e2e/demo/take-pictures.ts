import { join } from 'node:path';
import { expect } from 'playwright/test';
import { setFaults } from '../stand-ins/lightrag/faults.ts';
import { defaultModels } from '../stand-ins/model-server.ts';
import { type DesktopApp, launchDesktopApp } from '../support/desktop-app.ts';
import { accessAndActivity, preparePassphrase } from './access-pictures.ts';
import { type Camera, createCamera } from './camera.ts';
import { comparison, comparisonWithoutDocker } from './comparison-pictures.ts';
import type { Narrator } from './narrator.ts';
import { servicesPictures } from './services-pictures.ts';
import { settingsPictures } from './settings-pictures.ts';
import type { Stage } from './stage.ts';
import { usersPictures } from './users-pictures.ts';

const size = { width: 1120, height: 800 };
/** How long a service of a demo takes to answer, so that what happens meanwhile can be seen. */
const startDelaySeconds = 3;
/** How long the app waits for Dana's services, which never answer. In seconds. */
const patience = '6';

/**
 * Drives the real window through its states and takes pictures of each.
 * @param signal ends the window, and with it whatever is under way
 * @returns the files
 */
export async function takePictures(
  { environment, home, models, removeContainers, folder: below }: Stage,
  folder: string,
  { stage }: Narrator,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const camera = await createCamera(folder);
  const { dataRoot } = home;
  for (const user of ['paula', 'charlie']) {
    for (const service of ['knowledge', 'memory'] as const)
      await setFaults(dataRoot, user, service, { startDelaySeconds });
  }
  await setFaults(dataRoot, 'dana', 'memory', { health: 'never' });

  const inWindow = (title: string, extra: NodeJS.ProcessEnv, act: (app: DesktopApp) => Promise<void>) =>
    stage(title, () => withWindow({ ...environment, ...extra }, signal, act));
  await inWindow('the page Users', {}, (app) => usersPictures(app, camera, home));
  await inWindow('start, switch, failed switch', { PERSAG_SERVICE_TIMEOUT: patience }, (app) => mainJob(app, camera));
  await inWindow('files and containers that differ', {}, (app) => comparison(app, camera, home));
  await inWindow('the page Services', {}, (app) => servicesPictures(app, camera));
  await inWindow('the pages Settings and Try it', {}, (app) => settingsPictures(app, camera));
  models.setModels(defaultModels.filter((name) => name !== 'granite3.1-dense:2b'));
  await inWindow('a model that is missing', {}, (app) => missingModel(app, camera));
  models.setModels(defaultModels);
  const noEngine = `unix://${join(below, 'docker.sock')}`;
  await inWindow('without Docker', { DOCKER_HOST: noEngine }, (app) => withoutDocker(app, camera));
  await preparePassphrase({ ...environment, DOCKER_HOST: noEngine });
  await inWindow('passphrases and the log', { DOCKER_HOST: noEngine }, (app) => accessAndActivity(app, camera));
  // Else the new home would find containers of its names.
  await removeContainers();
  await inWindow('a new home', { PERSAG_HOME: join(below, 'new-home') }, (app) => newHome(app, camera));
  return camera.files;
}

async function withWindow(
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
  act: (app: DesktopApp) => Promise<void>,
): Promise<void> {
  signal.throwIfAborted();
  const app = await launchDesktopApp(environment);
  const end = () => void app.quit();
  signal.addEventListener('abort', end);
  try {
    await app.electron.evaluate(({ BrowserWindow }, { width, height }) => {
      for (const window of BrowserWindow.getAllWindows()) window.setContentSize(width, height);
    }, size);
    await act(app);
  } finally {
    signal.removeEventListener('abort', end);
    await app.quit();
  }
}

async function mainJob({ page, overview, sidebar }: DesktopApp, camera: Camera): Promise<void> {
  await overview.button('Start both').waitFor();
  await expect(overview.knowledge.lamp('model')).toContainText('Ready');
  await camera.shoot(page, 'services-stopped');

  await overview.button('Start both').click();
  await expect(overview.headline).toContainText('Both services are starting');
  await camera.shoot(page, 'services-starting');

  await overview.untilAllIsWellFor('Paula Smith');
  await camera.shoot(page, 'both-answer');

  await sidebar.open();
  await camera.shoot(page, 'switcher-open');
  await page.keyboard.press('Escape');

  await overview.switchTo('Charlie Green').click();
  await expect(overview.running.current).toContainText('answer');
  await camera.shoot(page, 'switch-running');

  await overview.untilAllIsWellFor('Charlie Green');
  await overview.notice('Switched').getByText('Steps').click();
  await camera.shoot(page, 'switch-done');

  await overview.switchTo('Dana Reed').click();
  await expect(overview.headline).toContainText('Going back', { timeout: 30_000 });
  await camera.shoot(page, 'switch-going-back');
  await overview.untilAllIsWellFor('Charlie Green');
  await camera.shoot(page, 'switch-failed');
}

async function missingModel({ page, overview }: DesktopApp, camera: Camera): Promise<void> {
  await expect(overview.memory.lamp('model')).toContainText('Not available');
  await overview.knowledge.lamp('http').getByText('Answers').waitFor();
  await overview.memory.details('model');
  await camera.shoot(page, 'lamp-opened');
}

async function withoutDocker(app: DesktopApp, camera: Camera): Promise<void> {
  const { page, overview } = app;
  await overview.notice('Docker is not reachable').waitFor();
  await expect(overview.memory.lamp('model')).toContainText('Ready');
  await camera.shoot(page, 'docker-not-reachable');
  await comparisonWithoutDocker(app, camera);
}

async function newHome({ page, overview }: DesktopApp, camera: Camera): Promise<void> {
  await expect(overview.headline).toHaveText('No users yet.');
  await overview.addUserForm.waitFor();
  await expect(overview.memory.lamp('model')).not.toContainText('Checking');
  await camera.shoot(page, 'no-users-yet');
}
