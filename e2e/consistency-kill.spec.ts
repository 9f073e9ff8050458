import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serviceNames } from '../src-shared/docker.ts';
import { expect, test } from './fixtures.ts';
import { startCommandLine } from './support/command-line.ts';
import { editFile } from './support/edit-file.ts';
import { expectNoLeftovers, expectServicesOf } from './support/expect-services.ts';
import { envFiles } from './support/home-files.ts';

/** Milliseconds after which a sync is cut off, from before it has begun to after it has ended. */
const delays = [200, 600, 900, 1200, 1500, 1800];

test('a sync that is killed leaves files of one user, and the same command brings all of it in line', async ({
  home,
  services,
  environment,
  cli,
}) => {
  test.setTimeout(240_000);
  for (const [round, delay] of delays.entries()) {
    const [user, former] = round % 2 === 0 ? (['ben', 'anna'] as const) : (['anna', 'ben'] as const);
    for (const name of serviceNames) {
      await editFile(join(home.folder, envFiles[name]), /^USER_ID=.*$/m, `USER_ID=${former}`);
    }
    await writeFile(join(home.folder, 'env.userid'), `USER_ID="${user}"\n`);
    const command = startCommandLine(['sync'], environment);
    // Wherever it happens to be by then, and not at a moment that anything tells.
    await new Promise((done) => setTimeout(done, delay));
    command.signal('SIGKILL');
    await command.ended.catch(() => undefined);

    const named = serviceNames.map(async (name) => {
      const text = await readFile(join(home.folder, envFiles[name]), 'utf8');
      return /^USER_ID=(.*)$/m.exec(text)?.[1];
    });
    expect(new Set(await Promise.all(named)).size, `killed after ${delay} ms`).toBe(1);
    // A service that was killed between its stop and its start is started; then nothing of it is left over.
    for (const args of [['sync'], ['services', 'start'], ['sync']]) {
      const { code, stderr } = await cli(args);
      expect(code, `killed after ${delay} ms, ${args.join(' ')}: ${stderr}`).toBe(0);
    }
    await expectServicesOf(user, services, home);
    await expectNoLeftovers(services);
  }
});
