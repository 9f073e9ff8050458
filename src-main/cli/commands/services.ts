import { Argument, type Command } from 'commander';
import { type DockerState, type ServiceName, serviceNames } from '../../../src-shared/docker.ts';
import { type CommonOptions, runCommand, unwrap } from '../session.ts';
import { addLogs } from './logs.ts';
import { serviceAnswers, serviceHistoryText } from './service-words.ts';
import { addDocuments } from './services-documents.ts';
import { addImageCommands } from './services-images.ts';
import { addServicesPorts } from './services-ports.ts';
import { addServicesUse } from './services-use.ts';
import { addStats } from './stats.ts';

const acts = {
  start: 'start, and wait until /health answers',
  stop: 'stop, with the grace period of the service',
  restart: 'restart, and wait until /health answers',
  recreate: 'replace the containers by new ones made from the files as they are now',
} as const;

/** `persag services`, and `persag services start|stop|restart|recreate [service...]`, `logs`, `stats`, `ports`, `pull`, `go-back`, `use`, `documents`. */
export function addServices(program: Command): void {
  const services = program
    .command('services')
    .description('the two LightRAG services: how they do, why, since when, and what they were last asked')
    .action((_options: unknown, command: Command) =>
      runCommand(command.optsWithGlobals<CommonOptions>(), async ({ api, output }) => {
        const state = await unwrap(api.docker.get());
        const health = await unwrap(api.health.get());
        const text = state.services.map((service) => serviceHistoryText(service, health, new Date())).join('\n\n');
        output.answer({ engine: state.engine, services: serviceAnswers(state.services, health) }, text);
        return true;
      }),
    );
  for (const [act, description] of Object.entries(acts) as [keyof typeof acts, string][]) {
    services
      .command(act)
      .description(description)
      .addArgument(new Argument('[service...]', 'both where none is named').choices([...serviceNames]))
      .action((chosen: ServiceName[], _options: unknown, command: Command) =>
        runCommand(command.optsWithGlobals<CommonOptions>(), async ({ api, output }) => {
          const names = chosen.length === 0 ? [...serviceNames] : [...new Set(chosen)];
          output.progress(`${act}: ${names.join(', ')}`);
          const state = await unwrap(api.docker[act]({ services: names }));
          output.answer({ services: state.services }, servicesText(state, names));
          return true;
        }),
      );
  }
  addServicesPorts(services);
  addImageCommands(services);
  addServicesUse(services);
  addDocuments(services);
  addLogs(services);
  addStats(services);
}

function servicesText(state: DockerState, names: readonly ServiceName[]): string {
  return state.services
    .filter((service) => names.includes(service.name))
    .map(({ title, lamps }) => `${title}: ${lamps.container.why} ${lamps.http.why}`)
    .join('\n');
}
