import type { DockerState, Service } from '../../src-shared/docker.ts';
import type { Mood } from '../ui/Shape.tsx';
import { isBad, type ServiceVerdict, stillServes, strangersOf, verdictOn } from './service-words.ts';

/** What people call a user. */
type NameOf = (id: string) => string;
/** How something does, in words. */
interface Sentence {
  readonly mood: Mood;
  readonly text: string;
}

/** Whether both services live, in one sentence; `current` decides whose folders they should have. */
export function servicesSentence(docker: DockerState | null, current: string | null, nameOf: NameOf): Sentence {
  if (docker === null || docker.engine.state === 'connecting') return { mood: 'starting', text: 'Looking for Docker.' };
  if (docker.engine.state === 'unreachable') return { mood: 'failed', text: 'Docker is not reachable.' };
  const verdicts = docker.services.map((service) => ({ service, verdict: verdictOn(service) }));
  const [first, second] = verdicts;
  if (first === undefined) return { mood: 'unknown', text: 'There are no services.' };
  if (second !== undefined && verdicts.every(({ verdict }) => verdict === first.verdict)) {
    return first.verdict === 'answers'
      ? bothAnswer(docker.services, current, nameOf)
      : {
          mood: worst(docker.services.map((service) => moodOf(service, first.verdict))),
          text: bothPhrases[first.verdict],
        };
  }
  const clauses = verdicts.map(({ service, verdict }) => `${service.title} ${phrases[verdict]}`);
  const mood = worst(verdicts.map(({ service, verdict }) => moodOf(service, verdict)));
  return { mood, text: `${clauses.join(', ')}.` };
}

const phrases: Readonly<Record<ServiceVerdict, string>> = {
  answers: 'answers',
  starting: 'is starting',
  stopping: 'is stopping',
  silent: 'does not answer',
  stopped: 'is not running',
  unusable: 'cannot be used',
  unknown: 'is not known yet',
};

const bothPhrases: Readonly<Record<ServiceVerdict, string>> = {
  answers: 'Both services answer.',
  starting: 'Both services are starting.',
  stopping: 'Both services are stopping.',
  silent: 'Neither service answers.',
  stopped: 'Neither service is running.',
  unusable: 'Neither service can be used.',
  unknown: 'The services are not known yet.',
};

const moods: Readonly<Record<ServiceVerdict, Mood>> = {
  answers: 'ok',
  starting: 'starting',
  stopping: 'starting',
  silent: 'failed',
  stopped: 'warn',
  unusable: 'failed',
  unknown: 'unknown',
};

/** What is being done counts more than what is wrong meanwhile; else the worst of verdict and lamps. */
function moodOf({ lamps }: Service, verdict: ServiceVerdict): Mood {
  const mood = moods[verdict];
  if (mood === 'starting' || mood === 'unknown') return mood;
  return worst([mood, ...Object.values(lamps).flatMap(({ state }) => (isBad(state) ? [state] : []))]);
}

/** Both answer; what else is wrong is said in a few words, or left to the rows below. */
function bothAnswer(services: readonly Service[], current: string | null, nameOf: NameOf): Sentence {
  const text = bothPhrases.answers;
  const mood = worst(services.flatMap(({ lamps }) => Object.values(lamps).map(({ state }) => state)));
  if (!isBad(mood)) return { mood: 'ok', text };
  const strangers = strangersOf(services, current);
  if (strangers.length > 0) return { mood, text: `Both services answer, but ${stillServes(strangers, nameOf)}.` };
  const needy = services.filter(({ lamps }) => Object.values(lamps).some(({ state }) => isBad(state)));
  const who = needy.length > 1 ? 'both need' : `${needy[0]?.title} needs`;
  return { mood, text: `Both services answer, but ${who} a look.` };
}

const order: readonly Mood[] = ['failed', 'warn', 'starting', 'unknown', 'ok'];

function worst(all: readonly Mood[]): Mood {
  return order.find((mood) => all.includes(mood)) ?? 'ok';
}

/** ISO time of the last change of any lamp, null where there is none. */
export function lastChange(services: readonly Service[]): string | null {
  const times = services.flatMap(({ lamps }) => Object.values(lamps).map(({ since }) => since));
  return times.sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? null;
}
