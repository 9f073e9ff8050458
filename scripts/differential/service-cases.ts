import * as fc from 'fast-check';
import { mounts, topVolumes } from './mount-cases.ts';
import { networks, topNetworks } from './network-cases.ts';
import { runtimeFields } from './runtime-cases.ts';
import { list, mapping, scalar } from './yaml-text.ts';

const join = (parts: readonly string[]) => parts.join('');
const word = fc.constantFrom('a', 'b1', 'rag_storage', 'inputs', 'x.y', 'Z');
const number = (min: number, max: number) => fc.integer({ min, max }).map(String);

/** Variables in every form both generations know; with `NONE`, which nobody sets. */
const anyVariable = fc.constantFrom(
  ...[
    '${OUT}',
    '$OUT',
    '${EMPTY}',
    '${NONE}',
    '${NONE:-d e}',
    '${NONE-d}',
    '${EMPTY:-d}',
    '${EMPTY-d}',
    '${DOT}',
    '$$',
  ],
  ...['${OUT:-d}', '${OUT-d}', '${OUT:?why}', '${EMPTY?why}', '$${OUT}', '${DOT:-}', '${NONE:-/p/q}', '${NONE:-}'],
);
const setVariable = fc.constantFrom('${OUT}', '${DOT}', '${NONE:-d}', '$OUT', '${OUT:-x}', '${DOT:?why}');
const text = fc
  .array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom('a', ' ', 'B', '=', '#', ':', "'", '"', '\\', 'é', '\n', ': ', ' #', '-'),
      },
      { weight: 1, arbitrary: anyVariable },
    ),
    { maxLength: 7 },
  )
  .map(join);

const key = fc.constantFrom('A', 'B', 'NEW', 'OUT', 'with.dot', 'with-dash');
const value = fc.oneof(scalar(text), number(0, 9999), fc.constantFrom('"true"', '"1.10"', "'012'", '0', '-1'));
const pairs = fc.uniqueArray(fc.tuple(key, fc.oneof(value, fc.constant(''))), {
  selector: ([name]) => name,
  maxLength: 4,
});
const lines = fc.uniqueArray(
  fc.oneof(
    fc.tuple(key, text).map(([name, one]) => `${name}=${one}`),
    key,
  ),
  { maxLength: 4 },
);
const inQuotes = (one: string) => JSON.stringify(one);
const keyed = fc.oneof(
  mapping(pairs, 6),
  list(
    lines.map((all) => all.map(inQuotes)),
    6,
  ),
);
/** Labels have no value from outside, so none stand alone. */
const labels = fc.oneof(
  mapping(fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 3 }), 6),
  list(
    fc.uniqueArray(
      fc.tuple(key, text).map(([name, one]) => inQuotes(`${name}=${one}`)),
      { maxLength: 3 },
    ),
    6,
  ),
);

const published = fc.integer({ min: 60, max: 65535 }).map(String);
const shortPort = fc
  .tuple(
    fc.constantFrom('', '', '127.0.0.1:', '0.0.0.0:', '192.168.1.7:'),
    fc.oneof({ weight: 5, arbitrary: published }, { weight: 1, arbitrary: fc.constant('${PORT}') }),
    published,
    fc.constantFrom('', '', '/tcp', '/udp'),
  )
  .map(([address, host, target, protocol]) => `${address}${host}:${target}${protocol}`);
const port = fc.oneof(
  shortPort.map((one) => `"${one}"`),
  fc.tuple(published, published).map(([host, target]) => `${host}:${target}`),
  published.map((one) => `"${one}"`),
  published,
  fc
    .tuple(published, published, fc.constantFrom('', ', protocol: tcp', ', protocol: udp', ', mode: host'))
    .map(([host, target, more]) => `{target: ${target}, published: ${host}${more}}`),
  fc.tuple(published, published).map(([host, target]) => `{ published: "${host}", target: ${target} }`),
  published.map((target) => `{target: ${target}}`),
  fc
    .tuple(fc.integer({ min: 60, max: 60_000 }), fc.integer({ min: 60, max: 60_000 }), fc.integer({ min: 1, max: 4 }))
    .chain(([host, target, count]) =>
      fc.constantFrom(
        `"${host}-${host + count}:${target}-${target + count}"`,
        `"${target}-${target + count}/udp"`,
        `"127.0.0.1:${host}-${host + count}:${target}"`,
      ),
    ),
);

const duration = fc.constantFrom(
  '60s',
  '1m',
  '1m30s',
  '500ms',
  '2h',
  '1h30m',
  '120s',
  '"10s"',
  '1.5s',
  '5us',
  '${SECONDS}s',
);
const probe = fc.oneof(
  fc.constantFrom(
    '["CMD", "python", "-c", "print(1)"]',
    '[CMD-SHELL, "curl -f http://localhost:9621/health || exit 1"]',
  ),
  scalar(fc.constantFrom('curl -f http://localhost/', 'true # not a comment', 'test "$$A" = \'b\'')),
);
const healthcheck = fc.oneof(
  fc.constant(' {disable: true}'),
  fc
    .tuple(
      probe,
      fc.subarray(['interval', 'timeout', 'start_period']),
      fc.array(duration, { minLength: 3, maxLength: 3 }),
      fc.option(number(1, 9)),
    )
    .map(([test, fields, durations, retries]) =>
      [
        `\n      test: ${test}`,
        ...fields.map((field, index) => `\n      ${field}: ${durations[index]}`),
        retries === null ? '' : `\n      retries: ${retries}`,
      ].join(''),
    ),
);

const command = fc.oneof(
  list(fc.array(scalar(text), { minLength: 1, maxLength: 4 }), 6),
  fc.constantFrom(' python serve.py --port 1', ' "sh -c \'a b\' \\"c d\\""', " run 'a  b' c\\ d", ' "x --y=${OUT}"'),
);
const hosts = fc.constantFrom(
  ...[
    '\n      - "host.docker.internal:host-gateway"',
    '\n      - a.b:10.0.0.1\n      - "c:10.0.0.2"',
    ' ["d:10.0.0.3"]',
  ],
  ...['\n      somehost: 162.242.195.82', ' {e: 10.0.0.4}'],
);
const limits = fc
  .tuple(
    fc.option(fc.constantFrom('"2"', "'0.5'", '1.5', '4', '"${PROCESSORS}"')),
    fc.option(fc.constantFrom('2g', '"512m"', '1gb', '"100k"', '2G', '1.5g', '"${PROCESSORS}g"')),
  )
  .map(([cpus, memory]) => {
    const fields = [
      cpus === null ? '' : `\n          cpus: ${cpus}`,
      memory === null ? '' : `\n          memory: ${memory}`,
    ];
    return `\n      resources:\n        limits:${join(fields) || ' {}'}`;
  });
const plainText = scalar(fc.array(fc.oneof(word, setVariable), { minLength: 1, maxLength: 3 }).map(join));
const plain = plainText.map((one) => ` ${one}`);

/** Every key of a service that both readers know, with the text behind its colon. */
const fields: Readonly<Record<string, fc.Arbitrary<string>>> = {
  container_name: scalar(fc.constantFrom('lightrag_pagent', 'a.b-${OUT}', 'x1')).map((one) => ` ${one}`),
  environment: keyed,
  labels,
  ports: list(fc.uniqueArray(port, { maxLength: 3 }), 6),
  volumes: list(mounts, 6),
  networks,
  healthcheck,
  restart: fc.constantFrom(' unless-stopped', ' "no"', ' always', ' on-failure', ' "on-failure:3"'),
  extra_hosts: hosts,
  deploy: limits,
  command,
  entrypoint: command,
  user: fc.constantFrom(' "1000:1000"', ' root', ' "${PROCESSORS}"'),
  init: fc.constantFrom(' true', ' false'),
  stop_signal: fc.constantFrom(' SIGINT', ' SIGTERM', ' "${NONE:-SIGQUIT}"'),
  stop_grace_period: fc.constantFrom(' 10s', ' 1m30s', ' "2m"'),
  working_dir: fc.constantFrom(' /app', ' "/app/${OUT}"'),
  hostname: plain,
  ...runtimeFields,
};

/** Written at the service or under `deploy`: both at once is a quirk of its own. */
const limitedTwice = ['cpus', 'mem_limit', 'mem_reservation', 'pids_limit'];

/** Env files a service may name, with the ways to name them. */
const envFile = fc.constantFrom(
  ...['', '\n    env_file: one.env', '\n    env_file:\n      - one.env', '\n    env_file: ["one.env", ./two.env]'],
  ...['\n    env_file: "${ENV_NAME}.env"', '\n    env_file:\n      - two.env\n      - one.env'],
);

/** Texts of compose files with one service of the keys both readers know, in any order, in every form. */
export const composeText = fc
  .record({
    head: fc.constantFrom('', '# a note\n', 'version: "3.8"\n', 'x-own: {a: 1}\n', '---\n', "version: '3'\n\n"),
    service: fc.constantFrom('lightrag', 'app_1', 'web-x'),
    image: scalar(fc.constantFrom('a/b:1', 'egsuchanek/lightrag_pagent:latest', 'r.io:5000/x@sha256:00', 'i:${OUT}')),
    envFile,
    chosen: fc.shuffledSubarray(Object.keys(fields), { maxLength: 8 }),
    values: fc.record(fields),
    comment: fc.constantFrom('', '\n    # a note', '\n', '  # behind'),
    tail: fc.constantFrom('', '\n', '\n          \n', '\n# end'),
  })
  .map(({ head, service, image, envFile, chosen, values, comment, tail }) => {
    const written = chosen.filter((name) => !(chosen.includes('deploy') && limitedTwice.includes(name)));
    const body = written.map((name) => `\n    ${name}:${values[name] ?? ''}`).join('');
    return `${head}services:\n  ${service}:\n    image: ${image}${comment}${envFile}${body}${topVolumes}${topNetworks}${tail}`;
  });
