import type { Caller, Unsubscribe } from '../../src-shared/define.ts';
import type { AppFeatures } from '../app.ts';
import type { TrayState } from './tray-menu.ts';

/** Whom the tray asks and listens to. */
export interface TraySources {
  readonly home: Pick<AppFeatures['home'], 'get' | 'onChanged'>;
  readonly users: Pick<AppFeatures['users'], 'list' | 'onChanged'>;
  readonly docker: Pick<AppFeatures['docker'], 'get' | 'onChanged'>;
  readonly switching: Pick<AppFeatures['switching'], 'get' | 'onChanged'>;
}

/**
 * Reads what the tray shows and tells of it whole, now and whenever a part changes. What changes while the first state is
 * being read counts, as a part that was read before it is older than its news. Answers with the off-switch.
 */
export async function followTrayState(
  { home, users, docker, switching }: TraySources,
  caller: Caller,
  show: (state: TrayState) => void,
): Promise<Unsubscribe> {
  let news: Partial<TrayState> = {};
  let first: TrayState | null = null;
  function tell(part: Partial<TrayState>): void {
    news = { ...news, ...part };
    if (first !== null) show({ ...first, ...news });
  }
  const off = [
    home.onChanged((next) => tell({ home: next })),
    users.onChanged((next) => tell({ users: next })),
    docker.onChanged((next) => tell({ docker: next })),
    switching.onChanged((next) => tell({ switching: next })),
  ];
  const end = () => {
    for (const one of off) one();
  };
  try {
    first = {
      home: await home.get(undefined, caller),
      users: await users.list(undefined, caller),
      docker: await docker.get(undefined, caller),
      switching: await switching.get(undefined, caller),
    };
  } catch (cause) {
    end();
    throw cause;
  }
  tell({});
  return end;
}
