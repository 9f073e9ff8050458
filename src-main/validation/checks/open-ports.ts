import { composeEditor } from '../../formats/compose-changes.ts';
import type { ComposePort } from '../../formats/compose-service.ts';
import type { Check } from '../check.ts';
import { safeFix } from '../safe-fix.ts';

const loopback = '127.0.0.1';

/** Is a service open to the network, where anybody may read and write the memories. */
export const openPorts: Check = {
  id: 'open-ports',
  run: ({ services }) =>
    services.flatMap(({ name, compose, composeFile, places }) =>
      (compose?.ports ?? []).flatMap((port, index) => {
        if (!isOpen(port)) return [];
        return [
          {
            code: 'open-ports/network',
            severity: 'warn' as const,
            service: name,
            file: composeFile.path,
            line: places?.line('ports', index) ?? null,
            subject: index,
            message: `Port ${port.host ?? port.container} is open to every computer that reaches this one.`,
            why: 'The services ask nobody for a password: whoever reaches the port reads and changes the documents and memories.',
            fix: safeFix(`Publish the port on ${loopback} alone`, composeFile, (bytes) =>
              composeEditor(bytes, composeFile.path).setPortAddress(index, loopback),
            ),
          },
        ];
      }),
    ),
};

function isOpen({ address }: ComposePort): boolean {
  return !/^(127\.|::1$)/.test(address);
}
