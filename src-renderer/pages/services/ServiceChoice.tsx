import { useEffect } from 'react';
import { serviceNames, serviceTitles } from '../../../src-shared/docker.ts';
import { useDocker, useInspection, useStores } from '../../app-stores.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import './inspection.css';

type Looked = 'environment' | 'mounts' | 'description';

/** Which service is looked into; looks again whenever its container is another. */
export function ServiceChoice({ what }: { readonly what: Looked }) {
  const { inspection } = useStores();
  const service = useInspection((state) => state.service);
  const error = useInspection((state) => state.error);
  const { choose, lookAt, leave, dismissError } = inspection.getState();
  // A container that was started, ended or replaced has another of all this.
  const container = useDocker(({ docker }) => {
    const mine = docker?.services.find(({ name }) => name === service);
    return `${docker?.engine.state} ${mine?.container} ${mine?.startedAt} ${mine?.servesUser}`;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the container is what it looks at.
  useEffect(() => void lookAt(what), [what, service, container, lookAt]);
  useEffect(() => leave, [leave]);
  return (
    <>
      <fieldset className="service-choice">
        <legend className="visually-hidden">Service</legend>
        {serviceNames.map((name) => (
          <label key={name}>
            <input type="radio" name="service" checked={name === service} onChange={() => choose(name)} />
            {serviceTitles[name]}
          </label>
        ))}
      </fieldset>
      {error !== null && (
        <ErrorNotice
          error={error}
          actions={<Button onClick={() => void lookAt(what)}>Try again</Button>}
          onDismiss={dismissError}
        />
      )}
    </>
  );
}
