import * as fc from 'fast-check';

const size = fc.constantFrom(' 64m', ' "1g"', ' 512k', ' 1.5g', ' 1048576', ' "${PROCESSORS}g"');
const names = (...all: string[]) =>
  fc
    .subarray(all, { minLength: 1 })
    .chain((some) => fc.constantFrom(` [${some.join(', ')}]`, some.map((one) => `\n      - ${one}`).join('')));

/** Keys that say how the engine runs the service, with the text behind their colon. */
export const runtimeFields: Readonly<Record<string, fc.Arbitrary<string>>> = {
  platform: fc.constantFrom(' linux/amd64', ' "linux/${NONE:-arm64}"'),
  logging: fc.constantFrom(
    ' {driver: local}',
    ' {driver: json-file, options: {max-size: 10m, max-file: "3"}}',
    '\n      driver: syslog\n      options:\n        tag: "${OUT}"',
    ' {options: {max-file: 3}}',
  ),
  ulimits: fc.constantFrom(
    ' {nofile: 1024}',
    ' {nofile: {soft: 1024, hard: 2048}, nproc: 65535}',
    ' {memlock: {soft: -1, hard: -1}}',
  ),
  shm_size: size,
  cap_add: names('SYS_NICE', 'NET_ADMIN', '"ALL"'),
  cap_drop: names('SYS_CHROOT', 'MKNOD'),
  read_only: fc.constantFrom(' true', ' false'),
  security_opt: names('"no-new-privileges:true"', 'seccomp=unconfined'),
  dns: fc.oneof(fc.constant(' 10.0.0.1'), names('10.0.0.1', '"::1"')),
  dns_search: fc.oneof(fc.constant(' a.example'), names('a.example', 'b.example')),
  dns_opt: names('"ndots:1"', 'use-vc'),
  mem_limit: size,
  mem_reservation: size.filter((one) => !one.includes('.')),
  cpus: fc.constantFrom(' 1.5', ' "0.5"', ' 2', ' "${PROCESSORS}"'),
  pids_limit: fc.constantFrom(' 100', ' -1'),
  tmpfs: fc.oneof(fc.constantFrom(' /run', ' "/run:size=64m,mode=1777"'), names('/run', '"/tmp:rw,size=1m"')),
};
