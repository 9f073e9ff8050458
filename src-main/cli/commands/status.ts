import type { Command } from 'commander';
import type { Judged, Verdict } from '../../../src-shared/consistency.ts';
import { type DockerState, lampNames, type Service } from '../../../src-shared/docker.ts';
import type { HomeState } from '../../../src-shared/home.ts';
import { table } from '../output.ts';
import { type CommonOptions, runCommand, unwrap } from '../session.ts';

/** `persag status`: who is current, is Docker there, do both services live. */
export function addStatus(program: Command): void {
  program
    .command('status')
    .description('who is current, and how both services do')
    .action((_options: unknown, command: Command) =>
      runCommand(command.optsWithGlobals<CommonOptions>(), async ({ api, features, output }) => {
        const [home, docker] = await Promise.all([unwrap(api.home.get()), unwrap(api.docker.get())]);
        const consistency = await features.consistency.lastVerdict();
        output.answer(statusOf(home, docker, consistency), statusText(home, docker, consistency));
        return true;
      }),
    );
}

const verdictWords: Readonly<Record<Verdict, string>> = { consistent: 'yes', inconsistent: 'no', unknown: 'not known' };

/** The shape scripts rely on: home, dataRoot, currentUser, engine, services, consistent; the rest is extra. */
function statusOf(home: HomeState, docker: DockerState, { verdict, why }: Judged) {
  return {
    home: home.path,
    dataRoot: home.dataRoot.path,
    currentUser: home.currentUser.state === 'known' ? home.currentUser.id : null,
    engine: docker.engine,
    services: docker.services.map(({ title: _title, webUrl: _webUrl, ...service }) => service),
    consistent: verdict === 'consistent',
    consistency: { verdict, why },
    notices: home.notices,
  };
}

function statusText(home: HomeState, docker: DockerState, { verdict, why }: Judged): string {
  const user = home.currentUser.state === 'known' ? home.currentUser.id : `unreadable (${home.currentUser.why})`;
  const head = table([
    ['current user', user],
    ['home', home.path],
    ['data root', `${home.dataRoot.path} (from ${home.dataRoot.origin})`],
    ['engine', engineText(docker)],
    ['consistent', `${verdictWords[verdict]}: ${why}`],
  ]);
  const notices = home.notices.map((notice) => `note: ${notice.message} ${notice.hint}`);
  return [head, ...docker.services.map(serviceText), ...notices].join('\n\n');
}

function engineText({ engine }: DockerState): string {
  if (engine.state === 'ready') return `Docker ${engine.version} at ${engine.endpoint}`;
  if (engine.state === 'connecting') return 'not asked yet';
  return `${engine.error.message} ${engine.error.hint}`;
}

function serviceText(service: Service): string {
  const ports = service.ports.map((port) => `${port.address}:${port.host}->${port.container}`).join(', ');
  const version = service.version === null ? '' : `, LightRAG ${service.version}`;
  const lines = [`${service.title}: ${service.container} (${service.image}${version}) ${ports}`];
  if (service.error !== null) lines.push(`  ${service.error.message} ${service.error.hint}`);
  for (const name of lampNames) {
    const { state, why, advice } = service.lamps[name];
    lines.push(`  ${name.padEnd(10)}${state.padEnd(9)}${why}${advice === null ? '' : ` ${advice}`}`);
  }
  return [...lines, ...service.findings.map((finding) => `  note: ${finding.message} ${finding.advice}`)].join('\n');
}
