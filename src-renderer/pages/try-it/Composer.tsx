import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, useId, useLayoutEffect, useRef } from 'react';
import type { Settings } from '../../../src-shared/settings.ts';
import { useStores } from '../../app-stores.ts';
import { useChat } from '../../settings-hooks.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfigurationChoice } from './ConfigurationChoice.tsx';
import { TagList } from './TagList.tsx';
import { answererWords } from './try-it-words.ts';
import { useTagChoice } from './use-tag-choice.ts';

/** Where a question is typed, and who will answer it. */
export function Composer({ settings }: { readonly settings: Settings }) {
  const { chat } = useStores();
  const draft = useChat((state) => state.draft);
  const editing = useChat((state) => state.editing !== null);
  const configurationId = useChat((state) => state.configurationId);
  const isRunning = useChat(({ turns }) => turns.some((turn) => turn.isRunning));
  const answererId = useId();
  return (
    <form
      className="composer"
      aria-label="Ask"
      onSubmit={(event) => {
        event.preventDefault();
        void chat.getState().send();
      }}
    >
      <div className="composer-row">
        <QuestionField settings={settings} describedBy={answererId} />
        <Button
          type="submit"
          kind="primary"
          icon={SendHorizontal}
          disabledReason={isRunning ? 'The answer still comes' : draft.trim() === '' ? 'Write a question first' : null}
        >
          Send
        </Button>
      </div>
      <div className="composer-foot">
        <p id={answererId}>
          {editing && 'Your last question, to be asked anew; Esc leaves it. '}
          Answers: {answererWords(settings, draft, configurationId)}
        </p>
        <ConfigurationChoice settings={settings} chosen={configurationId} />
      </div>
    </form>
  );
}

/** The field with its keys: Enter sends, Escape stops, the arrow up takes the last question back, `@` lists the tags. */
function QuestionField({ settings, describedBy }: { readonly settings: Settings; readonly describedBy: string }) {
  const { chat } = useStores();
  const draft = useChat((state) => state.draft);
  const field = useRef<HTMLTextAreaElement>(null);
  const { send, stop, type, editLast, stopEditing } = chat.getState();
  const tags = useTagChoice(settings.profiles, draft, type, field);
  const { offered, chosen } = tags;
  const listId = useId();

  // As high as what is typed, up to where it scrolls.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it has to be measured whenever the text changes.
  useLayoutEffect(() => {
    if (field.current === null) return;
    field.current.style.height = 'auto';
    field.current.style.height = `${field.current.scrollHeight + 2}px`;
  }, [draft]);

  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    // While a word is put together from several keys, Enter ends the word.
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key, shiftKey } = event;
    if (tags.press(event)) return event.preventDefault();
    if (key === 'Enter' && !shiftKey) {
      event.preventDefault();
      void send();
    } else if (key === 'ArrowUp' && draft === '') {
      event.preventDefault();
      editLast();
    } else if (key === 'Escape') {
      if (chat.getState().turns.some(({ isRunning }) => isRunning)) stop();
      else if (chat.getState().editing !== null) stopEditing();
    }
  }

  return (
    <>
      {chosen !== undefined && (
        <TagList id={listId} profiles={offered} settings={settings} chosen={chosen} take={tags.take} />
      )}
      <textarea
        ref={field}
        aria-label="Question"
        // A field of several lines can be no combobox; what the list is for is told all the same.
        aria-haspopup="listbox"
        aria-autocomplete="list"
        aria-controls={chosen === undefined ? undefined : listId}
        aria-activedescendant={chosen === undefined ? undefined : `${listId}-${chosen.tag}`}
        aria-describedby={describedBy}
        rows={1}
        value={draft}
        placeholder="Ask something, or begin with @ for a profile"
        // biome-ignore lint/a11y/noAutofocus: it is what the page is for.
        autoFocus
        onChange={({ target: { value, selectionStart } }) => {
          type(value);
          tags.follow(selectionStart, true);
        }}
        onSelect={({ currentTarget: { selectionStart } }) => tags.follow(selectionStart, false)}
        onKeyDown={press}
      />
    </>
  );
}
