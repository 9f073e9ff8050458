/** Levels of a log line in their order; 0 for lines that name none. */
export const logLevels = ['none', 'debug', 'info', 'warning', 'error', 'critical'] as const;
/** A level by its name. */
export type LogLevelName = (typeof logLevels)[number];
/** A level by its place in `logLevels`, so that levels can be compared. */
export type LogLevel = 0 | 1 | 2 | 3 | 4 | 5;

const byWord: Readonly<Record<string, LogLevel>> = {
  TRACE: 1,
  DEBUG: 1,
  INFO: 2,
  NOTICE: 2,
  WARN: 3,
  WARNING: 3,
  ERROR: 4,
  CRITICAL: 5,
  FATAL: 5,
};

const word = '(TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL)';
/**
 * Where the level stands in a line: in front (uvicorn's `INFO:     …`, `[WARNING] …`), after a time (`2026-01-01 12:00:00,123
 * ERROR …`), between dashes (Python's `time - name - LEVEL - text`), or as a field (`level=error`, `"level": "error"`).
 */
const places = [
  new RegExp(`^\\[?${word}\\]?(?::|\\s|\\]|$)`),
  new RegExp(`^\\[?\\d[\\dT:.,/ Z+-]{7,34}\\]?[\\s|:-]+\\[?${word}\\b`),
  new RegExp(`^.{0,160}? - ${word} - `),
  new RegExp(`^.{0,300}?\\b"?(?:level|levelname|severity)"?\\s*[=:]\\s*"?${word}\\b`, 'i'),
];
/** What Python prints of an error that nobody caught. */
const traceback = /^(?:\s*\+\s+)?(?:Exception Group )?Traceback \(most recent call last\)/;
/** A word that one of the places needs: most lines without a level are told by it at once. */
const anyWord = /TRACE|DEBUG|INFO|NOTICE|WARN|ERROR|CRITICAL|FATAL|level|severity/i;

/** The level a line names, null where it names none. */
export function namedLevel(line: string): LogLevel | null {
  const front = line.length > 400 ? line.slice(0, 400) : line;
  if (!anyWord.test(front)) return traceback.test(front) ? 4 : null;
  for (const place of places) {
    const found = place.exec(front)?.[1];
    if (found !== undefined) return byWord[found.toUpperCase()] ?? null;
  }
  return traceback.test(front) ? 4 : null;
}

/** Gives each line of one stream its level: one that goes on with the line before has the level of that one. */
export function createLevelReader(): (line: string) => LogLevel {
  let last: LogLevel = 0;
  let inTraceback = false;
  return (line) => {
    const named = namedLevel(line);
    if (named !== null) {
      last = named;
      inTraceback = traceback.test(line);
      return named;
    }
    // An indented line belongs to the one before it, and so does the error's own line at a traceback's end.
    if (/^\s/.test(line) || line === '') return last;
    if (inTraceback) {
      inTraceback = /^(The above exception|During handling)/.test(line);
      return last;
    }
    last = 0;
    return 0;
  };
}
