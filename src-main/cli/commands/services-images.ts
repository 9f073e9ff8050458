import { Argument, type Command } from 'commander';
import { type ServiceName, serviceNames, serviceTitles } from '../../../src-shared/docker.ts';
import type { ImageFacts, ImagesState, ImageWork } from '../../../src-shared/images.ts';
import { table } from '../output.ts';
import { progressLine } from '../progress-line.ts';
import { type CommonOptions, runCommand, type Session, unwrap } from '../session.ts';

interface PullOptions extends CommonOptions {
  readonly use?: boolean;
  readonly check?: boolean;
}

const chosenServices = () => new Argument('[service...]', 'both where none is named').choices([...serviceNames]);
const all = (chosen: readonly ServiceName[]) => (chosen.length === 0 ? [...serviceNames] : [...new Set(chosen)]);

/** `persag services pull [service...]` and `persag services go-back [service...]`. */
export function addImageCommands(services: Command): void {
  services
    .command('pull')
    .description('get the newest image; the containers stay as they are, unless --use is given')
    .addArgument(chosenServices())
    .option('--use', 'make new containers of it, and bring the old ones back where those do not answer')
    .option('--check', 'only ask the registry whether there is a newer one')
    .action((chosen: ServiceName[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<PullOptions>();
      return runCommand(options, (session) => pull(all(chosen), options, session));
    });
  services
    .command('go-back')
    .description('make new containers of the former image')
    .addArgument(chosenServices())
    .action((chosen: ServiceName[], _options: unknown, command: Command) =>
      runCommand(command.optsWithGlobals<CommonOptions>(), async ({ api, output }) => {
        const state = await unwrap(api.images.goBack({ services: all(chosen) }));
        output.answer(state, imagesText(state));
        return true;
      }),
    );
}

async function pull(names: ServiceName[], options: PullOptions, { api, features, output }: Session): Promise<boolean> {
  if (options.check === true) {
    const state = await unwrap(api.images.look());
    output.answer(state, imagesText(state));
    return true;
  }
  const line = progressLine(process.stderr, options.json !== true);
  const deaf = features.images.onChanged(({ work }) => line.show(workText(work)));
  // Ctrl+C ends the app, which ends the pull.
  try {
    const pulled = await unwrap(api.images.pull({ services: names }));
    const waiting = pulled.images.filter(({ newer, service }) => newer === 'here' && names.includes(service));
    const use = options.use === true && waiting.length > 0;
    const used = use ? await unwrap(api.images.use({ services: waiting.map(({ service }) => service) })) : null;
    line.end();
    // Scripts find what the pull brought also after the use.
    const answer = { ...(used ?? pulled), pulled: pulled.work.state === 'pulled' ? pulled.work.results : [] };
    output.answer(answer, [pulledText(pulled), imagesText(used ?? pulled)].join('\n\n'));
    return true;
  } finally {
    deaf();
    line.end();
  }
}

/** What is being done, for one line of a terminal that is written over. */
function workText(work: ImageWork): string | null {
  if (work.state === 'replacing') return `replacing ${work.services.join(' and ')}`;
  if (work.state !== 'pulling') return null;
  const fetched = work.layers.filter(({ state }) => state !== 'exists');
  const done = fetched.filter(({ state }) => state === 'done').length;
  const open = fetched.filter(({ state }) => state === 'downloading' || state === 'extracting');
  const parts = open.map(({ id, state, current, total }) => {
    const part = total === null ? megabytes(current) : `${megabytes(current)} of ${megabytes(total)}`;
    return `${id.slice(0, 12)} ${state === 'extracting' ? 'unpacking' : part}`;
  });
  return [`${work.reference}: ${done} of ${fetched.length} layers`, ...parts].join(', ');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function pulledText({ work }: ImagesState): string {
  if (work.state !== 'pulled') return '';
  return work.results
    .map(({ reference, before, after, changed }) => {
      if (!changed) return `${reference} is the newest already: ${digestText(after)}`;
      return `${reference} is ${digestText(after)}${before === null ? '' : `, was ${digestText(before)}`}`;
    })
    .join('\n');
}

const newerText: Readonly<Record<ImagesState['images'][number]['newer'], string>> = {
  here: 'another one is here and not used yet: persag services pull --use',
  registry: 'the registry has a newer one: persag services pull',
  none: 'the newest',
  unknown: 'not known whether it is the newest: persag services pull --check',
};

function imagesText({ images, problem }: ImagesState): string {
  if (problem !== null) return `${problem.message} ${problem.hint}`;
  return table(
    images.map(({ service, reference, used, present, newer, problem: why }) => {
      const own = used ?? present;
      const state = own === null ? 'not on this computer' : (why ?? newerText[newer]);
      return [serviceTitles[service], reference ?? '-', own === null ? '-' : digestText(own), state];
    }),
  );
}

function digestText({ digest, id }: ImageFacts): string {
  return (digest ?? id).replace(/^sha256:/, '').slice(0, 12);
}
