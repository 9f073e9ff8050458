import { serviceTitles } from '../../../src-shared/docker.ts';
import type { Check, CheckFinding } from '../check.ts';
import type { FileSnapshot, ServiceSnapshot } from '../snapshot.ts';

/** Are the files there and can they be read (seed 002's list; spec 1.2 says which are needed). */
export const structure: Check = {
  id: 'structure',
  run: ({ services }) => services.flatMap(serviceFindings),
};

function serviceFindings(service: ServiceSnapshot): readonly CheckFinding[] {
  const { name, folder, folderKind, composeFile, envFile } = service;
  if (folderKind === null) {
    return [
      {
        code: 'structure/folder-missing',
        severity: 'error',
        service: name,
        file: folder,
        message: `The folder of the ${serviceTitles[name]} service is missing.`,
        why: 'Without its compose file and env file the service cannot be started or switched.',
      },
    ];
  }
  return [composeFile, envFile].flatMap((file) => fileFindings(service, file));
}

function fileFindings({ name }: ServiceSnapshot, { path, bytes, trouble }: FileSnapshot): readonly CheckFinding[] {
  const common = { severity: 'error', service: name, file: path, subject: path } as const;
  if (trouble !== null) {
    const why = 'A file that cannot be read can neither be switched nor backed up.';
    return [{ ...common, code: 'structure/file-unreadable', message: trouble.message, why }];
  }
  if (bytes !== null) return [];
  const why = `The ${serviceTitles[name]} service needs it; a switch is refused while it is missing.`;
  return [{ ...common, code: 'structure/file-missing', message: `${path} is missing.`, why }];
}
