import { useEffect, useState } from 'react';
import type { FieldsPreview } from '../../../src-shared/providers.ts';
import { useStores } from '../../app-stores.ts';
import type { FormDraft } from '../../lib/configuration-draft.ts';

/** What the fields come to, as main tells it; only the answer to what stands there now counts. Null until the first. */
export function usePreview({ provider, fields, model }: FormDraft): FieldsPreview | null {
  const { providers } = useStores();
  const [preview, setPreview] = useState<FieldsPreview | null>(null);
  useEffect(() => {
    let counts = true;
    void providers
      .getState()
      .preview({ provider, fields: { ...fields }, model })
      .then((answer) => {
        if (counts && answer !== null) setPreview(answer);
      });
    return () => {
      counts = false;
    };
  }, [providers, provider, fields, model]);
  return preview;
}
