import { request } from 'node:http';
import { say } from '../bootstrap/console.mjs';
import { reachableEngine } from '../bootstrap/engine.mjs';

/** What tests make carries one of these: a label, or the beginning of an image's name. */
const ourLabel = 'app.persag.test';
const ourImages = /^(localhost\/)?persag-(stand-in|real|desktop)\//;

/**
 * Everything on the machine's own engine that is not of the tests, one line each; null where there is no engine. Private
 * engines of the tests are their own, and what is on them is not looked at.
 * @param {string | null} [socketPath] the engine's, the one that is found if left out
 */
export async function foreignThings(socketPath) {
  const socket = socketPath === undefined ? await reachableEngine() : socketPath;
  if (socket === null) return null;
  const [containers, networks, images] = await Promise.all(
    ['/containers/json?all=1', '/networks', '/images/json'].map((path) => get(socket, path)),
  );
  const foreign = (one) => one.Labels?.[ourLabel] === undefined;
  return [
    ...containers
      .filter(foreign)
      .map(({ Id, Names, Image, State, Created }) => `container ${Names[0]} ${Id} ${Image} ${State} ${Created}`),
    ...networks.filter(foreign).map(({ Id, Name, Created }) => `network ${Name} ${Id} ${Created}`),
    ...images.flatMap(({ Id, RepoTags }) => {
      const tags = (RepoTags ?? []).filter((tag) => !ourImages.test(tag));
      // One that has only names of the tests is theirs.
      return tags.length === 0 && (RepoTags ?? []).length > 0 ? [] : [`image ${tags.join(' ')} ${Id}`];
    }),
  ].sort();
}

/** What of it is not as before: lines with a sign for what has gone (-) and what has come (+). */
export function changesOf(before, after) {
  const gone = before.filter((line) => !after.includes(line)).map((line) => `- ${line}`);
  return [...gone, ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`)];
}

/**
 * Runs the tests between two looks at what is not theirs, and says what is not as before.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<{ result: T, isUntouched: boolean }>}
 */
export async function leavingForeignThings(work) {
  const before = await foreignThings();
  const result = await work();
  if (before === null) return { result, isUntouched: true };
  const changes = changesOf(before, (await foreignThings()) ?? []);
  if (changes.length === 0)
    say(`The ${before.length} containers, networks and images of others on this computer are as before.`);
  else say(`What others have on this computer's engine is not as before the tests:\n${changes.join('\n')}`);
  return { result, isUntouched: changes.length === 0 };
}

function get(socketPath, path) {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, path, timeout: 10_000 }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => (response.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(text))));
      response.on('error', reject);
    });
    call.on('timeout', () => call.destroy(new Error(`${path}: no answer`)));
    call.on('error', reject);
    call.end();
  });
}
