/** A form that Compose 1.29 reads differently from Compose 2 (compose-go), whom we follow; or that it does not know. */
interface Quirk {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Parts of both answers. */
  readonly ours: object;
  readonly theirs: object;
  /** Set where our reader tells the person of the disagreement. */
  readonly told?: true;
}

const service = (body: string) => ({ 'docker-compose.yml': `services:\n  a:\n    image: i:1\n${body}` });
const refused = { refused: true };

function inEnvFile(name: string, text: string, ours: Record<string, string>, theirs: Record<string, string>): Quirk {
  const files = { ...service('    env_file: one.env\n'), 'one.env': text };
  return { name, files, ours: { environment: ours }, theirs: { environment: theirs }, told: true };
}

const envQuirks: readonly Quirk[] = [
  inEnvFile('a variable without braces', 'A=x\nB=$A\n', { B: 'x' }, { B: '$A' }),
  inEnvFile('two dollar signs', 'A=a$$b\n', { A: 'a$b' }, { A: 'a$$b' }),
  inEnvFile('a variable in single quotes', "B='${OUT}'\n", { B: '${OUT}' }, { B: 'out' }),
  inEnvFile('a default without a colon', 'B=${NONE-x}\n', { B: 'x' }, { B: '' }),
  inEnvFile('a default for what is set to nothing', 'B=${EMPTY:-x}\n', { B: 'x' }, { B: '' }),
  inEnvFile('a key alone hides the shell from the lines below', 'OUT\nB=${OUT:-x}\n', { B: 'out' }, { B: '' }),
  inEnvFile('text behind the closing quote', 'A="x" y\n', { A: 'x' }, {}),
  inEnvFile('a colon for the equals sign', 'A: 1\n', { A: '1' }, {}),
  inEnvFile('a tab in front of a comment', 'A=a\t#b\n', { A: 'a\t#b' }, { A: 'a' }),
  inEnvFile('a doubled backslash in single quotes', "A='a\\\\b'\n", { A: 'a\\\\b' }, { A: 'a\\b' }),
];

/** Of the keys upstream's files have. */
const quirks: readonly Quirk[] = [
  ...envQuirks,
  {
    name: 'an env file of the service sees the .env beside the compose file',
    files: { ...service('    env_file: one.env\n'), 'one.env': 'A=${IN_DOT}\n', '.env': 'IN_DOT=dot\n' },
    ours: { environment: { A: 'dot' } },
    theirs: { environment: { A: '' } },
  },
  {
    name: 'a key alone that nobody sets leaves the line above in force',
    files: { ...service('    env_file: one.env\n'), 'one.env': 'A=1\nB=2\nA\n' },
    ours: { environment: { A: '1', B: '2' } },
    theirs: { environment: { B: '2' } },
  },
  {
    name: 'two numbers below 60 with a colon are no time of YAML 1.1',
    files: service('    ports: [22:22]\n'),
    ours: { ports: [{ host: 22, container: 22 }] },
    theirs: { ports: [{ host: null, container: 22 * 60 + 22 }] },
  },
  {
    name: 'a probe that is not disabled',
    files: service('    healthcheck: {disable: false, test: "true"}\n'),
    ours: { healthcheck: { test: ['CMD-SHELL', 'true'] } },
    theirs: { healthcheck: { test: ['NONE'] } },
  },
  {
    name: 'what is put where a variable is set',
    files: service('    user: "${OUT:+set}"\n'),
    ours: { user: 'set' },
    theirs: refused,
  },
  {
    name: 'a default within a default',
    files: service('    user: "${NONE:-${OUT}}"\n'),
    ours: { user: 'out' },
    theirs: { user: '${OUT}' },
  },
  {
    name: 'the address of a port in the long form',
    files: service('    ports: [{target: 80, published: 81, host_ip: 127.0.0.1}]\n'),
    ours: { ports: [{ address: '127.0.0.1' }] },
    theirs: refused,
  },
  {
    name: 'the name of the project in the file',
    files: { 'docker-compose.yml': 'name: other\nservices:\n  a:\n    image: i:1\n' },
    ours: { project: 'other' },
    theirs: refused,
  },
  {
    name: 'an env file that may be missing',
    files: service('    env_file: [{path: none.env, required: false}]\n'),
    ours: { environment: {} },
    theirs: refused,
  },
  {
    name: 'how often a probe asks while the service starts',
    files: service('    healthcheck: {test: "true", start_interval: 5s}\n'),
    ours: { healthcheck: { test: ['CMD-SHELL', 'true'] } },
    theirs: refused,
  },
  {
    name: 'a key written twice, of which PyYAML takes the last without a word',
    files: service('    user: a\n    user: b\n'),
    ours: refused,
    theirs: { user: 'b' },
  },
  {
    name: 'a path made of a variable without a value, which would be a folder at the root of the disk',
    files: service('    volumes: ["${NONE}/x:/app/x"]\n'),
    ours: refused,
    theirs: { binds: [{ source: '/x' }] },
  },
];

/** Of the keys that say how the engine runs a service. */
const runtimeQuirks: readonly Quirk[] = [
  {
    name: 'a limit written at two places with two values',
    files: service('    mem_limit: 1g\n    deploy: {resources: {limits: {memory: 2g}}}\n'),
    ours: refused,
    theirs: { memory: 1024 ** 3 },
  },
  {
    name: 'a limit of processes under deploy',
    files: service('    deploy: {resources: {limits: {pids: 5}}}\n'),
    ours: { runtime: { processes: 5 } },
    theirs: refused,
  },
  {
    name: 'a folder of the host that must be there',
    files: service('    volumes: [{type: bind, source: /a, target: /b, bind: {create_host_path: false}}]\n'),
    ours: { binds: [{ source: '/a', target: '/b', mustExist: true }] },
    theirs: refused,
  },
  {
    name: 'an env file that is taken as it is written',
    files: { ...service('    env_file: [{path: one.env, format: raw}]\n'), 'one.env': "A='x' # y\n" },
    ours: { environment: { A: "'x' # y" } },
    theirs: refused,
  },
  {
    name: 'no networks in a list, which Compose 2 takes for the default one',
    files: service('    networks: []\n'),
    ours: { networks: [{ key: 'default' }] },
    theirs: { networks: [] },
  },
  {
    name: 'a volume without a name, whose content a new container would not have',
    files: service('    volumes: [/data]\n'),
    ours: refused,
    theirs: { binds: [{ target: '/data' }] },
  },
];

/** Every difference there is on purpose. The comparison of thousands of pairs leaves them out, so each is pinned here. */
export const allQuirks: readonly Quirk[] = [...quirks, ...runtimeQuirks];

/** Broken files that neither reader takes. */
export const refusals: readonly (readonly [name: string, files: Readonly<Record<string, string>>])[] = [
  ['no YAML', service('    ports: [\n')],
  ['a key nobody knows', service('    prots: []\n')],
  ['an env file that is not there', service('    env_file: none.env\n')],
  ['a variable that is needed', service('    user: "${NONE:?say who}"\n')],
  ['a dollar sign that begins nothing', service('    user: "a$ b"\n')],
  ['a port of letters', service('    ports: ["http:80"]\n')],
  ['a list for a mapping', { 'docker-compose.yml': 'services:\n  - a\n' }],
  ['an item that comes twice', service('    environment: ["A=1", "B=2", "A=${NONE:-1}"]\n')],
  ['a port that comes twice', service('    ports: ["8080:80", "8080:80"]\n')],
  ['a volume that comes twice', service('    volumes: ["./a:/b", "./a:/b"]\n')],
  ['a host that comes twice', service('    extra_hosts: ["a:10.0.0.1", "a:10.0.0.1"]\n')],
  ['an env file that comes twice', { ...service('    env_file: [one.env, one.env]\n'), 'one.env': '' }],
  ['ranges of ports of two lengths', service('    ports: ["8000-8002:80-81"]\n')],
  ['a network without a name in the file', service('    networks: [{}]\n')],
  ['a volume that the file does not name', service('    volumes: ["data:/x"]\n')],
  ['an empty file', { 'docker-compose.yml': '' }],
];
