import { serviceNames, serviceTitles } from '../../src-shared/docker.ts';
import type { ServingRole } from '../../src-shared/serving.ts';
import type { Settings } from '../../src-shared/settings.ts';
import { useStores } from '../app-stores.ts';
import { useMay } from '../may.ts';
import { useProviders, useServing } from '../settings-hooks.ts';
import { findProvider } from '../stores/providers.ts';
import type { OpenServing } from '../stores/serving.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Choices } from './Choices.tsx';
import { DimensionField } from './DimensionField.tsx';
import { PlanView } from './PlanView.tsx';
import './serve-dialog.css';
import { ServeProgress } from './ServeProgress.tsx';
import { ServeReport } from './ServeReport.tsx';
import { servicesOf, whyNotNow } from './serving-words.ts';

const roleWords: Readonly<Record<ServingRole, readonly [string, string]>> = {
  llm: ['LLM', 'Reads what comes in, and answers.'],
  embedding: ['Embedding', 'Makes the vectors by which things are found.'],
};

/** What a configuration of this user is used for, what that changes, and how it went. */
export function ServeDialog({ settings }: { readonly settings: Settings }) {
  const { serving } = useStores();
  const opened = useServing((state) => state.opened);
  const found = settings.configurations.find(({ id }) => id === opened?.configurationId);
  const provider = useProviders((state) => (found === undefined ? null : findProvider(state, found.provider)));
  if (opened === null || found === undefined) return null;
  const able = provider?.capabilities.serves ?? [];
  // What is being done is seen to its end; it goes on also where nobody looks.
  const close = () => serving.getState().close();
  return (
    <Dialog title={`Use ${found.name} for the services`} onClose={close}>
      <div className="serve">
        {opened.report === null ? (
          <Asking opened={opened} able={able} close={close} />
        ) : (
          <ServeReport report={opened.report} close={close} />
        )}
      </div>
    </Dialog>
  );
}

function Asking(props: {
  readonly opened: OpenServing;
  readonly able: readonly ServingRole[];
  readonly close: () => void;
}) {
  const { opened, able, close } = props;
  const { serving } = useStores();
  const may = useMay('serving.apply');
  const { choose, apply } = serving.getState();
  const { choice, applying, plan } = opened;
  return (
    <>
      <p>
        The services of this computer ask its model from then on, whoever is current. They are made anew and have to
        answer; where one does not, everything is put back.
      </p>
      <div className="serve-choices">
        <Choices
          legend="As their"
          all={able.map((role) => ({ id: role, title: roleWords[role][0], help: roleWords[role][1] }))}
          chosen={choice.roles}
          disabled={applying}
          choose={(roles) => void choose({ roles })}
        />
        <Choices
          legend="Of"
          all={serviceNames.map((id) => ({ id, title: serviceTitles[id], help: null }))}
          chosen={choice.services}
          disabled={applying}
          choose={(services) => void choose({ services })}
        />
      </div>
      {choice.roles.includes('embedding') && (
        <DimensionField
          disabled={applying}
          isNeeded={opened.error?.code === 'serving/dimension-unknown'}
          choose={(dimension) => void choose({ dimension })}
        />
      )}
      {applying ? <ServeProgress services={choice.services} /> : <PlanView opened={opened} />}
      <div className="dialog-buttons">
        <Button onClick={close}>{applying ? 'Close' : 'Cancel'}</Button>
        <Button
          kind="primary"
          busy={applying}
          disabledReason={may.why ?? whyNotNow(opened)}
          onClick={() => void apply()}
        >
          {plan === null ? 'Use it' : `Use it for ${servicesOf(plan.changes, choice.services)}`}
        </Button>
      </div>
    </>
  );
}
