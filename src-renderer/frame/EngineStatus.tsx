import type { EngineState } from '../../src-shared/docker.ts';
import { useDocker } from '../app-stores.ts';
import './engine-status.css';
import { useState } from 'react';
import { EngineChooser } from '../engines/EngineChooser.tsx';
import { Popover, usePopover } from '../ui/Popover.tsx';
import { type Mood, Shape } from '../ui/Shape.tsx';
import { Words } from '../ui/Words.tsx';

/** How the Docker engine does; a click says which one it is, or why it cannot be used, and lets another one be chosen. */
export function EngineStatus() {
  const engine = useDocker(({ docker }) => docker?.engine ?? null);
  const { trigger, popover } = usePopover();
  const { mood, word } = summary(engine);
  const [opened, setOpened] = useState(false);
  return (
    <>
      <button type="button" className="sidebar-row" title={word} {...trigger}>
        <span className="engine-status-shape">
          <Shape mood={mood} />
        </span>
        <span className="sidebar-word">{word}</span>
      </button>
      <Popover tie={popover} label="Docker engine" className="engine-status-details" onToggle={setOpened}>
        <p className="engine-status-title">{word}</p>
        <EngineDetails engine={engine} />
        {/* Only while somebody looks: it asks every engine there is. */}
        {opened && <EngineChooser />}
      </Popover>
    </>
  );
}

function summary(engine: EngineState | null): { readonly mood: Mood; readonly word: string } {
  switch (engine?.state) {
    case 'ready':
      return { mood: 'ok', word: `Docker ${engine.version}` };
    case 'unreachable':
      return { mood: 'failed', word: 'Docker not reachable' };
    default:
      return { mood: 'starting', word: 'Looking for Docker' };
  }
}

function EngineDetails({ engine }: { readonly engine: EngineState | null }) {
  if (engine === null) return null;
  return (
    <>
      {engine.state === 'unreachable' && (
        <>
          <p>
            <Words text={engine.error.message} />
          </p>
          <p>
            <Words text={engine.error.hint} />
          </p>
        </>
      )}
      {engine.state === 'ready' && <p>Engine API {engine.apiVersion}</p>}
      {engine.state !== 'ready' && engine.endpoint !== null && <code>{engine.endpoint}</code>}
    </>
  );
}
