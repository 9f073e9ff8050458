import { AnswerFault, AskFault } from './faults.ts';
import { readSaidText, retryAfterOf } from './said.ts';

/** Most bytes of an error that are read. */
const longestError = 64 * 1024;

/**
 * A fetch whose answers are good ones: an error fails with `AnswerFault`, with what was said, before any library puts it
 * into words of its own. So does, where a stream is awaited, a page or a whole answer that comes with status 200.
 */
export function answersOnly(fetch: typeof globalThis.fetch, awaits: 'whole' | 'stream'): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const type = response.headers.get('content-type') ?? '';
    const isPage = /^text\/html/i.test(type);
    const isStream = awaits === 'whole' || !/^application\/json/i.test(type);
    if (response.ok && isStream && !isPage) return response;
    const said = readSaidText(await beginningOf(response));
    if (response.ok && said.words === '')
      throw new AskFault('shape', `it sent ${isPage ? 'a page' : 'something'} that is no answer`);
    // Amazon names the kind of its errors in a header: `ValidationException:http://...`.
    const kind = response.headers.get('x-amzn-errortype')?.split(':')[0] ?? '';
    const codes = kind === '' ? said.codes : [kind, ...said.codes];
    throw new AnswerFault(response.status, { ...said, codes }, retryAfterOf(response.headers, new Date()));
  };
}

/** As much of a body as an error can have; the rest is not waited for. */
async function beginningOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const piece of response.body ?? []) {
      text += decoder.decode(piece, { stream: true });
      if (text.length > longestError) break;
    }
  } catch (cause) {
    // The status says enough where the rest does not come; a person who does not wait any longer is told apart.
    if (cause instanceof AskFault && cause.trouble === 'cancelled') throw cause;
  }
  return text.slice(0, longestError);
}
