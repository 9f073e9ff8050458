import { Boxes } from 'lucide-react';
import type { ServingRole } from '../../src-shared/serving.ts';
import type { Configuration } from '../../src-shared/settings.ts';
import { useStores } from '../app-stores.ts';
import { useProviders } from '../settings-hooks.ts';
import { findProvider } from '../stores/providers.ts';
import { Button } from '../ui/Button.tsx';

/** Opens what it takes to use a configuration for the services of LightRAG; says so where that is not possible. */
export function ServeButton({ configuration }: { readonly configuration: Configuration }) {
  const { id, provider, model } = configuration;
  const { serving } = useStores();
  const described = useProviders((state) => findProvider(state, provider));
  const roles = described?.capabilities.serves ?? [];
  const unable = roles.length === 0 ? `LightRAG has no way to ask ${described?.name ?? provider}` : null;
  const why = model === '' ? 'Choose a model first' : unable;
  return (
    <Button
      icon={Boxes}
      disabledReason={why}
      onClick={() => void serving.getState().open(id, usualRoles(model, roles))}
    >
      Use for the services
    </Button>
  );
}

/** What a model is most likely for, by its name: embedding models are called so, or after their families. */
function usualRoles(model: string, able: readonly ServingRole[]): readonly ServingRole[] {
  const usual: ServingRole = /embed|\bbge\b|minilm/i.test(model) ? 'embedding' : 'llm';
  return able.includes(usual) ? [usual] : able;
}
