import type { Service } from '../../../src-shared/docker.ts';
import { type Mood, Shape } from '../../ui/Shape.tsx';
import { troubles } from './service-words.ts';

/** What is wrong with a service and with its files, with what to do about it. */
export function ServiceTroubles({ service }: { readonly service: Service }) {
  const lines = [
    ...troubles(service).map(({ name, state, why, advice }) => ({ key: name, mood: state, text: why, advice })),
    ...service.findings.map(({ code, message, advice }) => ({
      key: code,
      mood: 'warn' as Mood,
      text: message,
      advice,
    })),
  ];
  if (lines.length === 0) return null;
  return (
    <ul className="service-troubles" aria-label={`What to look at in ${service.title}`}>
      {lines.map(({ key, mood, text, advice }) => (
        <li key={`${key} ${text}`} className="service-trouble">
          <Shape mood={mood} />
          <p>
            {text} {advice !== null && <span className="service-trouble-advice">{advice}</span>}
          </p>
        </li>
      ))}
    </ul>
  );
}
