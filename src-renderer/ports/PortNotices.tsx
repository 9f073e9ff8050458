import { usePorts } from '../app-stores.ts';
import { MoveOutcomeNotice } from './MoveOutcomeNotice.tsx';
import { PortNotice } from './PortNotice.tsx';
import './port-notices.css';

/** Every port of the services that somebody else has, who it is and what can be done; and what came of it. */
export function PortNotices({ blocked }: { readonly blocked: string | null }) {
  const ports = usePorts((state) => state.ports);
  const taken = (ports?.ports ?? []).filter(({ state }) => state === 'taken');
  return (
    <>
      <MoveOutcomeNotice />
      {taken.map((port) => (
        <PortNotice key={`${port.service} ${port.port} ${port.address}`} view={port} blocked={blocked} />
      ))}
    </>
  );
}
