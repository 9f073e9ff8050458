import { type HostAnswer, hasModel } from './model-probe.ts';
import { hostWords } from './model-request.ts';
import { isInsideContainer, type ModelNeed, shownUrl } from './model-settings.ts';
import { type LampReading, reading } from './reading.ts';

/** One need with what its host said; null before the first answer. */
export interface ModelSituation {
  readonly need: ModelNeed;
  readonly answer: HostAnswer | null;
}

/** Whether the hosts of LLM and embedding answer and have the models (facts 7.8: /health does not test them). */
export function modelLamp(situations: readonly ModelSituation[]): LampReading {
  const readings = situations.map(readingOf);
  for (const state of ['failed', 'warn', 'unknown', 'starting'] as const) {
    const bad = readings.filter((one) => one.state === state);
    if (bad.length > 0) return reading(state, sentences(bad.map((one) => one.why)), adviceOf(bad));
  }
  return reading('ok', sentences(readings.map((one) => one.why)));
}

function readingOf({ need, answer }: ModelSituation): LampReading {
  const { role, binding, host, model, key } = need;
  const place = hostWords(need);
  if (isInsideContainer(host, binding)) {
    const written = host === null ? `${role}_BINDING_HOST is not set` : `${role}_BINDING_HOST is ${shownUrl(host)}`;
    const advice = `Set ${role}_BINDING_HOST to ${fromContainer(binding)} for a host on this computer.`;
    return reading('failed', `${written}: inside the container that is the container itself.`, advice);
  }
  if (answer === null) return reading('starting', `${capital(place)} was not asked yet.`);
  switch (answer.state) {
    case 'unknown':
      return reading('unknown', `${model}: ${answer.problem}.`);
    case 'refused':
      return reading(
        'failed',
        `${capital(place)} cannot be used: ${answer.problem}.`,
        `${key === null ? 'Set' : 'Correct'} ${role}_BINDING_API_KEY in the env file, then recreate the service.`,
      );
    case 'unreachable': {
      const start = binding === 'ollama' ? 'Start Ollama' : 'Start the model host';
      const why = `${capital(place)} does not answer: ${answer.problem}.`;
      return reading('failed', why, `${start}, or correct ${role}_BINDING_HOST.`);
    }
    case 'accepted':
      return reading('ok', `${capital(place)} answers and takes the key. It does not say whether it has ${model}.`);
    case 'models':
      if (hasModel(answer.names, model, binding)) return reading('ok', `${model} is on ${place}.`);
      // Some hosts that speak OpenAI's API serve models they do not list.
      if (binding !== 'ollama')
        return reading('warn', `${model} is not in the list of ${place}.`, `Check ${role}_MODEL.`);
      return reading('failed', `${model} is not on ${place}.`, `Run \`ollama pull ${model}\`.`);
  }
}

/** The address by which a container finds a host of that binding on the computer it runs on. */
function fromContainer(binding: string): string {
  const paths: Readonly<Record<string, string>> = { ollama: ':11434', lollms: ':9600', openai: ':1234/v1' };
  return `http://host.docker.internal${paths[binding] ?? ''}`;
}

/** Each sentence once: both roles mostly ask one host. */
function sentences(texts: readonly string[]): string {
  return [...new Set(texts)].join(' ');
}

function adviceOf(readings: readonly LampReading[]): string | null {
  const texts = readings.flatMap(({ advice }) => (advice === null ? [] : [advice]));
  const [first, second] = texts;
  // Both roles with one trouble are one piece of advice.
  if (first !== undefined && first.replaceAll('LLM_', 'EMBEDDING_') === second) {
    return first.replaceAll(/LLM_(\w+)/g, 'LLM_$1 and EMBEDDING_$1');
  }
  return texts.length === 0 ? null : sentences(texts);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
