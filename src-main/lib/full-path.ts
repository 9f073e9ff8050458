import { join, resolve } from 'node:path';
import type { Surroundings } from '../ports.ts';

/** An absolute path out of a setting, `~` being the person's own folder. */
export function fullPath(text: string, { homeFolder }: Pick<Surroundings, 'homeFolder'>): string {
  return /^~(?=$|[\\/])/.test(text) ? join(homeFolder, text.slice(1)) : resolve(text);
}
