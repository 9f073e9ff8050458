import type { AppError } from '../../../src-shared/errors.ts';
import { useStores } from '../../app-stores.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';

/** Why a switch was not even begun. */
export function RefusedSwitch(props: {
  readonly refusal: { readonly userId: string; readonly error: AppError };
  readonly name: string;
}) {
  const { switching } = useStores();
  return (
    <ErrorNotice
      mood="warn"
      title={`The switch to ${props.name} was not begun.`}
      error={props.refusal.error}
      onDismiss={() => switching.getState().dismissRefusal()}
    />
  );
}
