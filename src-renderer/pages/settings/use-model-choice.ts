import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { ListedModel, ProviderDescription } from '../../../src-shared/providers.ts';
import { useStores } from '../../app-stores.ts';
import { askedDraft } from '../../lib/configuration-draft.ts';
import { useMay } from '../../may.ts';
import { useModelList } from '../../settings-hooks.ts';
import type { OpenConfiguration } from '../../stores/configuration-editor.ts';
import { type MatchingModels, matchingModels } from './matching-models.ts';

/** The list under the field of the model, and what keys and clicks do with it. */
export interface ModelChoice {
  /** Whether there is a list to open at all. */
  readonly canList: boolean;
  readonly isOpen: boolean;
  readonly shown: MatchingModels;
  /** The place of the model that Enter would take; -1 for none. */
  readonly at: number;
  readonly everyKind: boolean;
  readonly input: RefObject<HTMLInputElement | null>;
  setEveryKind(every: boolean): void;
  open(): void;
  close(): void;
  type(text: string): void;
  choose(model: ListedModel): void;
  refresh(): void;
  press(event: KeyboardEvent<HTMLInputElement>): void;
}

const none: readonly ListedModel[] = [];

/** The choice of a model for a form. The list is asked for when it is opened; `opensAtOnce` where nothing else is to fill in. */
export function useModelChoice(
  { draft, base }: OpenConfiguration,
  { capabilities }: ProviderDescription,
  opensAtOnce: boolean,
): ModelChoice {
  const { configurationEditor, modelList } = useStores();
  const may = useMay('chat.listModels');
  const models = useModelList(({ listing }) => listing?.models ?? none);
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState(false);
  const [everyKind, setEveryKind] = useState(false);
  const [at, setAt] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const canList = capabilities.listsModels && may.allowed;
  // What was chosen before is no filter: whoever opens the list wants to see what else there is.
  const shown = matchingModels(models, typed ? draft.model : '', everyKind);

  const ask = (fresh: boolean) => void modelList.getState().list(askedDraft(draft, base), fresh);
  const open = () => {
    if (!canList || isOpen) return;
    setOpen(true);
    setAt(-1);
    const { listing, asking } = modelList.getState();
    if (listing === null && asking === null) ask(false);
  };
  const close = () => {
    setOpen(false);
    setTyped(false);
  };
  const choose = ({ id }: ListedModel) => {
    configurationEditor.getState().edit({ model: id });
    close();
    input.current?.focus();
  };
  const openOnce = useRef(opensAtOnce ? open : null);
  useEffect(() => {
    openOnce.current?.();
    openOnce.current = null;
  }, []);

  function press(event: KeyboardEvent<HTMLInputElement>) {
    const { key } = event;
    const count = shown.models.length;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      if (!isOpen) open();
      else if (count > 0) setAt(key === 'ArrowDown' ? (at + 1) % count : (Math.max(at, 0) - 1 + count) % count);
    } else if (key === 'Enter' && isOpen) {
      const chosen = shown.models[at];
      if (chosen === undefined) close();
      else choose(chosen);
      // The panel would take Escape as a wish to be closed.
    } else if (key === 'Escape' && isOpen) close();
    else return;
    event.preventDefault();
  }
  return {
    ...{ canList, isOpen, shown, at, everyKind, input, setEveryKind, open, close, choose, press },
    refresh: () => ask(true),
    type(text) {
      configurationEditor.getState().edit({ model: text });
      setTyped(true);
      setAt(-1);
      open();
    },
  };
}
