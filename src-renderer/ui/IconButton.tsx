import type { LucideIcon } from 'lucide-react';
import type { MouseEventHandler } from 'react';
import { Button } from './Button.tsx';

/** A button of one icon; `label` is its name and its tooltip. */
export function IconButton(props: {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly onClick: MouseEventHandler<HTMLButtonElement>;
  readonly disabledReason?: string | null;
}) {
  return (
    <Button kind="quiet" iconOnly {...props}>
      {null}
    </Button>
  );
}
