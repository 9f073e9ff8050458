import { useState } from 'react';
import { useDocker } from '../app-stores.ts';
import { Button } from '../ui/Button.tsx';
import { EngineChooser } from './EngineChooser.tsx';

/** Which Docker engine both services run on, and the way to another one. */
export function EngineSection() {
  const engine = useDocker(({ docker }) => docker?.engine ?? null);
  const [opened, setOpened] = useState(false);
  if (engine === null) return null;
  return (
    <section className="section" aria-labelledby="engine-heading">
      <div className="section-head">
        <h2 id="engine-heading">Docker engine</h2>
        {engine.endpoint !== null && <code className="engine-section-place">{engine.endpoint}</code>}
        <Button kind="quiet" onClick={() => setOpened(!opened)}>
          {opened ? 'Hide the engines' : 'Show all engines'}
        </Button>
      </div>
      {opened && <EngineChooser />}
    </section>
  );
}
