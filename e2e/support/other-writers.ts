import { spawn } from 'node:child_process';

/** What another program does to a file, again and again; it knows nothing of the app and of its lock. */
interface Writing {
  /** How often. */
  readonly times: number;
  /** Longest pause between two times, in milliseconds, below 90; each is another one. */
  readonly pause: number;
}

/**
 * A shell script that adds a line at the end, as `echo >>` does: `# script N`.
 * In two of every five seconds of the clock it rests, as {@link saveByRename} does, so that a slow machine comes to switch.
 */
export function appendLines(path: string, { times, pause }: Writing): Promise<void> {
  const script = `for n in $(seq 1 ${times}); do
    while ((EPOCHSECONDS % 5 < 2)); do sleep 0.05; done
    echo "# script $n" >> "$1"
    sleep "0.0$((RANDOM % ${pause} + 10))"
  done`;
  return end('bash', ['-c', script, 'bash', path]);
}

/**
 * A text editor that reads, adds the line `# editor N`, and saves by a rename. It looks before it saves whether the file is
 * still what it read, as editors do, and reads again if not. It rests when {@link appendLines} does.
 */
export function saveByRename(path: string, { times, pause }: Writing): Promise<void> {
  const script = `
    import os, random, sys, time
    path = sys.argv[1]
    def read():
        with open(path, 'rb') as file: return file.read(), os.fstat(file.fileno()).st_ino
    for n in range(1, ${times} + 1):
        while int(time.time()) % 5 < 2: time.sleep(0.05)
        while True:
            text, inode = read()
            with open(path + '~', 'wb') as file: file.write(text + b'# editor %d\\n' % n)
            if read() == (text, inode): break
        os.rename(path + '~', path)
        time.sleep(random.random() * ${pause} / 1000)`;
  return python(script, path);
}

/**
 * A script like upstream's own: it sets env.userid by overwriting it in place, to `script-N`, and looks after a pause what
 * has become of it.
 * Every fifteenth pause is long, so that a slow machine comes to switch away, too.
 * @returns per time what was in the file before the next one
 */
export async function overwriteUser(path: string, { times, pause }: Writing): Promise<readonly string[]> {
  const script = `
    import random, sys, time
    path = sys.argv[1]
    for n in range(1, ${times} + 1):
        with open(path, 'w') as file: file.write('USER_ID="script-%d"\\n' % n)
        time.sleep(1.5 if n % 15 == 0 else random.random() * ${pause} / 1000)
        with open(path) as file: print(file.read().strip(), flush=True)`;
  return (await pythonOutput(script, path)).trim().split('\n');
}

/** A script like upstream's own: reads the registry, adds the user `python-N`, and overwrites the file in place. */
export function addUsers(path: string, { times, pause }: Writing): Promise<void> {
  const script = `
    import json, random, sys, time
    path = sys.argv[1]
    for n in range(1, ${times} + 1):
        with open(path) as file: registry = json.load(file)
        registry['users'].append({'user_id': 'python-%d' % n, 'user_name': 'P', 'user_type': 'Standard'})
        with open(path, 'w') as file: file.write(json.dumps(registry, indent=2))
        time.sleep(random.random() * ${pause} / 1000)`;
  return python(script, path);
}

const python = async (script: string, path: string) => void (await pythonOutput(script, path));

function pythonOutput(script: string, path: string): Promise<string> {
  return output('python3', ['-c', script.replace(/^ {4}/gm, ''), path]);
}

const end = async (program: string, args: readonly string[]) => void (await output(program, args));

function output(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [text, said] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`${program} ended: ${said}`))));
  });
}
