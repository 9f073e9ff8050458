import type { DockerState, ServiceName } from '../../src-shared/docker.ts';
import { useDocker, useSwitching } from '../app-stores.ts';
import { useLate } from '../lib/use-late.ts';
import { useMay } from '../may.ts';
import { isSwitching } from '../stores/switching.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { BothActions } from './BothActions.tsx';
import { ComparisonLink } from './ComparisonLink.tsx';
import { Inconsistent, UnknownConsistency } from './Inconsistent.tsx';
import { ServiceFailures } from './ServiceFailures.tsx';
import { ServiceRow } from './ServiceRow.tsx';
import './services-section.css';
import { ServiceSkeleton } from './ServiceSkeleton.tsx';

/** Both services, live. A slow or missing engine is said here and blanks nothing. `full` offers everything that can be done. */
export function ServicesSection({ full = false }: { readonly full?: boolean }) {
  const docker = useDocker((state) => state.docker);
  const error = useDocker((state) => state.error);
  const switching = useSwitching(isSwitching);
  // Start, stop, restart and recreate take the same right.
  const { why } = useMay('docker.start');
  const blocked = why ?? blockedReason(docker, switching);
  const both: readonly ServiceName[] = docker?.services.map(({ name }) => name) ?? [];
  return (
    <section className="section" aria-labelledby="services-heading">
      <div className="section-head">
        <h2 id="services-heading">Services</h2>
        <Waiting docker={docker} />
        {docker !== null && docker.engine.state !== 'connecting' && <ComparisonLink />}
        {docker?.engine.state === 'ready' && <BothActions services={docker.services} blocked={blocked} />}
      </div>
      {error !== null && docker === null && <ErrorNotice error={error} />}
      {docker?.engine.state === 'unreachable' && (
        <ErrorNotice title="Docker is not reachable." error={docker.engine.error}>
          <UnknownConsistency />
        </ErrorNotice>
      )}
      {docker !== null && !switching && <Inconsistent docker={docker} blocked={blocked} />}
      <ServiceFailures services={both} />
      {docker === null && error === null && <ServiceSkeleton />}
      {docker?.services.map((service) => (
        <ServiceRow
          key={service.name}
          service={service}
          blocked={blocked}
          ready={docker.engine.state === 'ready'}
          full={full}
        />
      ))}
    </section>
  );
}

function blockedReason(docker: DockerState | null, switching: boolean): string | null {
  if (switching) return 'A switch is running';
  if (docker === null || docker.engine.state === 'connecting') return 'Still looking for Docker';
  return docker.engine.state === 'unreachable' ? 'Docker is not reachable' : null;
}

function Waiting({ docker }: { readonly docker: DockerState | null }) {
  const waiting = docker === null || docker.engine.state === 'connecting';
  const late = useLate(waiting, 2000);
  if (!waiting) return null;
  return (
    <p className="section-hint" role="status">
      {late ? 'Still waiting for Docker' : 'Looking for Docker'}
    </p>
  );
}
