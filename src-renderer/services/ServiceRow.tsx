import type { LampName, Service } from '../../src-shared/docker.ts';
import { useHome, useUsers } from '../app-stores.ts';
import { formatSpan } from '../lib/format.ts';
import { useNow } from '../lib/use-now.ts';
import { currentId } from '../stores/home.ts';
import { userName } from '../stores/users.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Lamp } from '../ui/Lamp.tsx';
import { Differences } from './Differences.tsx';
import { LampDetails } from './LampDetails.tsx';
import { LightRagFact } from './LightRagFact.tsx';
import { ServiceActions } from './ServiceActions.tsx';
import { ServiceFailures } from './ServiceFailures.tsx';
import { ServiceTroubles } from './ServiceTroubles.tsx';
import { lampLabels, lampWord, type People, portWords } from './service-words.ts';

/** One service: what it is, four lamps, what is wrong, and what can be done. */
export function ServiceRow(props: {
  readonly service: Service;
  readonly blocked: string | null;
  readonly ready: boolean;
  readonly full: boolean;
}) {
  const { service, blocked, ready, full } = props;
  const users = useUsers((state) => state.users);
  const current = useHome(currentId);
  const people: People = { current, nameOf: (id) => userName(users, id) };
  const { name, title, error, lamps } = service;
  return (
    <article className="service" aria-labelledby={`service-${name}`}>
      <div className="service-head">
        <h3 id={`service-${name}`} className="service-title">
          {title}
        </h3>
        <ServiceFacts service={service} />
        {ready && error === null && <ServiceActions service={service} blocked={blocked} full={full} />}
      </div>
      <ServiceFailures services={[name]} title={title} />
      {error !== null && <ErrorNotice title={`The files of ${title} cannot be used.`} error={error} />}
      {error === null && (
        <div className="service-lamps">
          {(Object.keys(lampLabels) as LampName[]).map((lamp) => (
            <Lamp
              key={lamp}
              owner={title}
              label={lampLabels[lamp]}
              mood={lamps[lamp].state}
              word={lampWord(lamp, service, people)}
              why={lamps[lamp].why}
              since={lamps[lamp].since}
              advice={lamps[lamp].advice}
              details={() => <LampDetails service={service} lamp={lamp} />}
            />
          ))}
        </div>
      )}
      {error === null && ready && <ServiceTroubles service={service} current={current} blocked={blocked} />}
      {error === null && ready && <Differences service={service} />}
    </article>
  );
}

function ServiceFacts({ service }: { readonly service: Service }) {
  const now = useNow(10_000);
  const { version, image, startedAt, dockerHealth } = service;
  const facts: readonly (readonly [string, string | null])[] = [
    ['Ports', portWords(service)],
    ['Version', version === null ? null : `LightRAG ${version}`],
    ['Running for', startedAt === null ? null : `up ${formatSpan(now - Date.parse(startedAt))}`],
    ['Image', image === '' ? null : image],
    // Its word is behind the lamp; here only where it contradicts the lamps.
    ["Docker's own health", dockerHealth === 'unhealthy' ? 'Docker says unhealthy' : null],
  ];
  return (
    <dl className="service-facts">
      {facts.map(
        ([term, fact]) =>
          fact !== null && (
            <div key={term} title={fact}>
              <dt>{term}</dt>
              <dd>{fact}</dd>
            </div>
          ),
      )}
      <LightRagFact service={service.name} />
    </dl>
  );
}
