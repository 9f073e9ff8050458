import * as fc from 'fast-check';

/** The networks each file names, whether its service is in them or not. */
export const topNetworks = [
  '\nnetworks:',
  '  front: {driver: bridge, driver_opts: {mtu: 1400}, internal: true}',
  '  back:',
  '  outer: {external: true, name: "net-${OUT}"}',
  '  older: {external: {name: before}}',
].join('\n');

const names = fc.subarray(['default', 'front', 'back', 'outer', 'older'], { minLength: 1 });
const place = fc.constantFrom(
  '',
  ' {}',
  ' {aliases: [x, "y-1"]}',
  ' {ipv4_address: 10.9.0.5}',
  ' {ipv6_address: "2001:db8::5"}',
);

/** The networks of a service, as a list or a mapping. */
export const networks = fc.oneof(
  names.map((all) => ` [${all.join(', ')}]`),
  fc
    .tuple(names, fc.array(place, { minLength: 5, maxLength: 5 }))
    .map(([all, places]) => all.map((name, index) => `\n      ${name}:${places[index]}`).join('')),
);
