import { isAbsolute, relative } from 'node:path';
import type { Check, CheckFinding } from '../check.ts';
import type { HomeSnapshot, ServiceSnapshot } from '../snapshot.ts';

/** Do the volumes belong to the current user, as far as the files tell. */
export const mounts: Check = {
  id: 'mounts',
  run: (home) => home.services.flatMap((service) => mountsOf(service, home)),
};

function mountsOf(service: ServiceSnapshot, { variables, userId }: HomeSnapshot): readonly CheckFinding[] {
  const { name, compose, composeFile, places } = service;
  const users = variables?.AGNO_HOME;
  const own = variables?.AGNO_STORAGE_DIR;
  if (compose === null || users === undefined || own === undefined) return [];
  return compose.binds.flatMap(({ source, target }, index): readonly CheckFinding[] => {
    // The service's data; its env file and the like belong to nobody.
    if (!target.startsWith('/app/data/') || isBelow(own, source)) return [];
    const common = {
      service: name,
      file: composeFile.path,
      line: places?.line('volumes', index) ?? null,
      subject: index,
    };
    if (isBelow(users, source)) {
      return [
        {
          ...common,
          code: 'mounts/other-user',
          severity: 'error',
          message: `${target} is ${source}, which is not a folder of ${userId}, the current user.`,
          why: 'The service would show and change the data of somebody else; a switch does not change it either.',
        },
      ];
    }
    return [
      {
        ...common,
        code: 'mounts/shared',
        severity: 'warn',
        message: `${target} is ${source}, which is outside the users' data in ${users}.`,
        why: 'It stays the same for every user, so what one of them stores the next one sees.',
      },
    ];
  });
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!isAbsolute(way) && way !== '..' && !/^\.\.[\\/]/.test(way));
}
