import { RefreshCw, Wrench } from 'lucide-react';
import type { Service } from '../../src-shared/docker.ts';
import { useStores } from '../app-stores.ts';
import { homeHref } from '../lib/place.ts';
import { Button } from '../ui/Button.tsx';
import { LinkButton } from '../ui/LinkButton.tsx';
import { type Mood, Shape } from '../ui/Shape.tsx';
import { Words } from '../ui/Words.tsx';
import { isStranger, troubles } from './service-words.ts';

interface Trouble {
  readonly key: string;
  readonly mood: Mood;
  readonly text: string;
  readonly advice: string | null;
  /** Mended by a new container. */
  readonly recreate: boolean;
  /** The findings of the page Home have a fix for it. */
  readonly hasFix: boolean;
}

/** What is wrong with a service and with its files, with what to do about it. */
export function ServiceTroubles(props: {
  readonly service: Service;
  readonly current: string | null;
  readonly blocked: string | null;
}) {
  const { service, current, blocked } = props;
  const { docker } = useStores();
  const all = troublesOf(service, current);
  if (all.length === 0) return null;
  // Several lines may be mended by the same act; it is offered once, or above, where a stranger is named.
  const recreateAt = isStranger(service, current) ? undefined : all.find(({ recreate }) => recreate)?.key;
  return (
    <ul className="service-troubles" aria-label={`What to look at in ${service.title}`}>
      {all.map(({ key, mood, text, advice, hasFix }) => (
        <li key={key} className="service-trouble">
          <Shape mood={mood} />
          <p>
            <Words text={text} />{' '}
            {advice !== null && (
              <span className="service-trouble-advice">
                <Words text={advice} />
              </span>
            )}
          </p>
          {hasFix && (
            <LinkButton href={homeHref('findings')} icon={Wrench}>
              Show the fix
            </LinkButton>
          )}
          {key === recreateAt && (
            <Button
              icon={RefreshCw}
              label={`Recreate ${service.title}`}
              disabledReason={blocked ?? (service.busy === null ? null : 'It is being worked on')}
              onClick={() => void docker.getState().act('recreate', [service.name])}
            >
              Recreate
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function troublesOf(service: Service, current: string | null): readonly Trouble[] {
  const lamps = troubles(service, current).map(({ name, state, why, advice }) => {
    return { key: name, mood: state, text: why, advice, recreate: name === 'mounts', hasFix: false };
  });
  const findings = service.findings.map(({ code, message, advice }) => {
    return {
      key: `${code} ${message}`,
      mood: 'warn' as const,
      text: message,
      advice,
      recreate: code === 'adopted-drift',
      hasFix: code === 'probe-port' || code === 'open-to-network',
    };
  });
  return [...lamps, ...findings];
}
