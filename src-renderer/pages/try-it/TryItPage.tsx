import { Eraser } from 'lucide-react';
import { useStores, useUsers } from '../../app-stores.ts';
import { settingsHref } from '../../lib/place.ts';
import { useMay } from '../../may.ts';
import { useChat, useSettings } from '../../settings-hooks.ts';
import { userName } from '../../stores/users.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { PageHead, PageHeadSkeleton } from '../../ui/PageHead.tsx';
import '../../ui/page.css';
import { Composer } from './Composer.tsx';
import { Conversation } from './Conversation.tsx';
import './try-it.css';
import { tryItHeadline } from './try-it-words.ts';

/** A small chat with what this user has set up. Nothing of it is kept. */
export function TryItPage() {
  const { chat, settings: store } = useStores();
  const settings = useSettings((state) => state.settings);
  const error = useSettings((state) => state.error);
  const name = useUsers(({ users }) => userName(users, settings?.userId ?? ''));
  const isEmpty = useChat(({ turns }) => turns.length === 0);
  const may = useMay('chat.open');
  if (settings === null) {
    return (
      <div className="page">
        {error === null ? (
          <PageHeadSkeleton title="Try it" />
        ) : (
          <>
            <PageHead mood="unknown" text="The settings are not known." />
            <ErrorNotice
              error={error}
              actions={<Button onClick={() => void store.getState().load()}>Try again</Button>}
            />
          </>
        )}
      </div>
    );
  }
  const { configurations, trouble } = settings;
  const nothingToAsk = trouble !== null || configurations.length === 0;
  return (
    <div key={settings.userId} className="page try-it">
      <PageHead {...tryItHeadline(settings, name)}>
        {!isEmpty && (
          <Button icon={Eraser} onClick={() => chat.getState().clear()}>
            Clear
          </Button>
        )}
      </PageHead>
      {nothingToAsk ? (
        <div className="try-it-none">
          <p>
            {trouble === null
              ? 'Here you ask a model a question and see who answers, how fast, and with how many tokens. Set up what to ask first.'
              : 'Here you ask a model a question. The file with your settings has to be mended first.'}
          </p>
          <LinkButton href={settingsHref()}>{trouble === null ? 'Set up a model' : 'Open Settings'}</LinkButton>
        </div>
      ) : (
        <>
          <Conversation />
          {may.why === null ? <Composer settings={settings} /> : <p className="section-hint">{may.why}</p>}
        </>
      )}
    </div>
  );
}
