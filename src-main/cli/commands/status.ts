import type { Command } from 'commander';
import type { Judged, Verdict } from '../../../src-shared/consistency.ts';
import type { DockerState } from '../../../src-shared/docker.ts';
import type { HealthState } from '../../../src-shared/health.ts';
import type { HomeState } from '../../../src-shared/home.ts';
import { table } from '../output.ts';
import { type CommonOptions, runCommand, unwrap } from '../session.ts';
import { serviceAnswers, serviceText } from './service-words.ts';

/** `persag status`: who is current, is Docker there, do both services live. */
export function addStatus(program: Command): void {
  program
    .command('status')
    .description('who is current, and how both services do')
    .action((_options: unknown, command: Command) =>
      runCommand(command.optsWithGlobals<CommonOptions>(), async ({ api, features, output }) => {
        const [home, docker] = await Promise.all([unwrap(api.home.get()), unwrap(api.docker.get())]);
        const health = await unwrap(api.health.get());
        const consistency = await features.consistency.lastVerdict();
        output.answer(statusOf(home, docker, health, consistency), statusText(home, docker, health, consistency));
        return true;
      }),
    );
}

const verdictWords: Readonly<Record<Verdict, string>> = { consistent: 'yes', inconsistent: 'no', unknown: 'not known' };

/** The shape scripts rely on: home, dataRoot, currentUser, engine, services, consistent; the rest is extra. */
function statusOf(home: HomeState, docker: DockerState, health: HealthState, { verdict, why }: Judged) {
  return {
    home: home.path,
    dataRoot: home.dataRoot.path,
    currentUser: home.currentUser.state === 'known' ? home.currentUser.id : null,
    engine: docker.engine,
    services: serviceAnswers(docker.services, health),
    consistent: verdict === 'consistent',
    consistency: { verdict, why },
    notices: home.notices,
  };
}

function statusText(home: HomeState, docker: DockerState, health: HealthState, { verdict, why }: Judged): string {
  const user = home.currentUser.state === 'known' ? home.currentUser.id : `unreadable (${home.currentUser.why})`;
  const head = table([
    ['current user', user],
    ['home', home.path],
    ['data root', `${home.dataRoot.path} (from ${home.dataRoot.origin})`],
    ['engine', engineText(docker)],
    ['consistent', `${verdictWords[verdict]}: ${why}`],
  ]);
  const notices = home.notices.map((notice) => `note: ${notice.message} ${notice.hint}`);
  const services = docker.services.map((service) => serviceText(service, health, new Date()));
  return [head, ...services, ...notices].join('\n\n');
}

function engineText({ engine }: DockerState): string {
  if (engine.state === 'ready') return `Docker ${engine.version} at ${engine.endpoint}`;
  if (engine.state === 'connecting') return 'not asked yet';
  return `${engine.error.message} ${engine.error.hint}`;
}
