import { access } from './access.ts';
import { activity } from './activity.ts';
import { archives } from './archives.ts';
import { backups } from './backups.ts';
import { chat } from './chat.ts';
import { consistency } from './consistency.ts';
import type { ApiOf, FeaturesOf } from './define.ts';
import { docker } from './docker.ts';
import { engines } from './engines.ts';
import { health } from './health.ts';
import { home } from './home.ts';
import { images } from './images.ts';
import { inspection } from './inspection.ts';
import { lightrag } from './lightrag.ts';
import { logs } from './logs.ts';
import { migration } from './migration.ts';
import { models } from './models.ts';
import { ports } from './ports.ts';
import { providers } from './providers.ts';
import { serving } from './serving.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { stats } from './stats.ts';
import { switching } from './switching.ts';
import { users } from './users.ts';
import { validation } from './validation.ts';

/** The one list of domains: what the renderer and the command line can ask of main. */
export const contract = {
  home,
  users,
  docker,
  images,
  lightrag,
  switching,
  shell,
  backups,
  migration,
  validation,
  access,
  activity,
  archives,
  consistency,
  engines,
  ports,
  logs,
  stats,
  inspection,
  health,
  models,
  providers,
  settings,
  serving,
  chat,
};
/** `window.persag`. */
export type Api = ApiOf<typeof contract>;
/** What the composition root returns. */
export type Features = FeaturesOf<typeof contract>;
