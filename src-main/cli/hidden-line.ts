import type { Readable } from 'node:stream';

/** A terminal's input as far as it is needed here. */
export type TerminalInput = Readable & { setRawMode?(raw: boolean): unknown };

const enter = '\r\n';
/** Ctrl+C and Ctrl+D. */
const givenUp = '\u0003\u0004';
/** Backspace, as the one terminal sends it and the other. */
const erased = '\u007f\b';
/** Ctrl+U. */
const erasedAll = '\u0015';

/**
 * Asks for a line on a terminal without showing it. Null where the person gives up (Ctrl+C, Ctrl+D).
 * @param write where the question goes; standard error, as standard output is for the answer
 */
export function askHidden(
  question: string,
  input: TerminalInput,
  write: (text: string) => void,
): Promise<string | null> {
  write(question);
  // Raw, or the terminal itself would show what is typed.
  input.setRawMode?.(true);
  input.setEncoding('utf8');
  input.resume();
  return new Promise((resolve) => {
    let typed: string[] = [];
    function end(answer: string | null): void {
      input.off('data', read);
      input.off('end', giveUp);
      input.setRawMode?.(false);
      input.pause();
      write('\n');
      resolve(answer);
    }
    function giveUp(): void {
      end(null);
    }
    function read(chunk: string): void {
      // Arrow keys and their like come as a sequence that begins with escape: none of it is meant.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what terminals send.
      for (const key of chunk.replaceAll(/\u001b(\[[0-9;]*[A-Za-z~]|O[A-Z])?/g, '')) {
        if (enter.includes(key)) {
          end(typed.join(''));
          return;
        }
        if (givenUp.includes(key)) {
          end(null);
          return;
        }
        if (erased.includes(key)) typed.pop();
        else if (key === erasedAll) typed = [];
        else if (key >= ' ') typed.push(key);
      }
    }
    input.on('data', read);
    input.once('end', giveUp);
  });
}
