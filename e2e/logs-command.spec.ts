import { expect, test } from './fixtures.ts';
import { run } from './stand-ins/run.ts';
import { commandLine, startCommandLine } from './support/command-line.ts';
import { writeLine } from './support/log-writer.ts';

test.describe('persag services logs', () => {
  test('prints, narrows and follows, and ends with Ctrl+C and with its reader', async ({
    services,
    machine,
    cli,
    environment,
  }) => {
    const { knowledge } = services.names;
    for (const line of ['INFO: one mark', 'ERROR: two mark', 'three mark'])
      await writeLine(machine.docker, knowledge, line);
    const all = await cli(['services', 'logs', 'knowledge', '--grep', 'MARK']);
    expect(
      all.stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' knowledge ')[1]),
    ).toEqual(['INFO: one mark', 'ERROR: two mark', 'three mark']);
    const asJson = await cli(['services', 'logs', '--level', 'error', '--grep', 'mark', '--json']);
    expect(asJson.json()).toMatchObject({ service: 'knowledge', level: 'error', text: 'ERROR: two mark' });
    expect((await cli(['services', 'logs', 'memory', '--grep', 'mark'])).stdout).toBe('');
    expect((await cli(['services', 'logs', '--tail', 'some'])).code).toBe(2);

    const following = startCommandLine(['services', 'logs', '-f', '--tail', '0', '--grep', 'mark'], environment);
    await expect
      .poll(async () => {
        await writeLine(machine.docker, knowledge, 'a mark that follows');
        return following.output();
      })
      .toContain('a mark that follows');
    following.signal('SIGINT');
    expect((await following.ended).code).toBe(0);

    const piped = `'${process.execPath}' '${commandLine}' services logs -f --grep mark | head -n 2`;
    const begin = performance.now();
    const two = run('sh', ['-c', piped], { env: environment });
    const more = setInterval(
      () => void writeLine(machine.docker, knowledge, 'one more mark').catch(() => undefined),
      500,
    );
    try {
      expect((await two).trim().split('\n')).toHaveLength(2);
    } finally {
      clearInterval(more);
    }
    expect(performance.now() - begin).toBeLessThan(20_000);
  });
});
