import { Play, RotateCw, Square } from 'lucide-react';
import type { Service } from '../../src-shared/docker.ts';
import { useHome, useStores, useUsers } from '../app-stores.ts';
import { isFirstTime } from '../first-time.ts';
import { Button } from '../ui/Button.tsx';
import { isRunning } from './service-words.ts';

/** What can be done with both services at once. */
export function BothActions({
  services,
  blocked,
}: {
  readonly services: readonly Service[];
  readonly blocked: string | null;
}) {
  const { docker } = useStores();
  // Before anybody is there, the form for the first user is the one next step.
  const users = useUsers((state) => state.users);
  const first = useHome(({ home }) => isFirstTime(home, users));
  const usable = services.filter(({ error }) => error === null);
  if (usable.length < 2) return null;
  const names = usable.map(({ name }) => name);
  const running = usable.filter(isRunning).length;
  const reason = blocked ?? (usable.some(({ busy }) => busy !== null) ? 'A service is being worked on' : null);
  const { act } = docker.getState();
  if (running < usable.length) {
    return (
      <div className="service-actions">
        <Button
          kind={running === 0 && !first ? 'primary' : 'plain'}
          icon={Play}
          disabledReason={reason}
          onClick={() => void act('start', names)}
        >
          Start both
        </Button>
      </div>
    );
  }
  return (
    <div className="service-actions">
      <Button kind="quiet" icon={RotateCw} disabledReason={reason} onClick={() => void act('restart', names)}>
        Restart both
      </Button>
      <Button kind="quiet" icon={Square} disabledReason={reason} onClick={() => void act('stop', names)}>
        Stop both
      </Button>
    </div>
  );
}
