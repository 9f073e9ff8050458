import { Check, Copy, Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import type { ShownValue } from '../../../src-shared/inspection.ts';
import { useInspection, useStores } from '../../app-stores.ts';
import { copyText } from '../../lib/copy-text.ts';
import { useMay } from '../../may.ts';
import { revealedKey, type VariablePlace } from '../../stores/inspection.ts';
import { IconButton } from '../../ui/IconButton.tsx';

/** A value; a secret one is shown or copied only when it is asked for, one by one. */
export function VariableCell(props: {
  readonly name: string;
  readonly where: VariablePlace;
  readonly value: ShownValue | null;
}) {
  const { name, where, value } = props;
  const { inspection } = useStores();
  const revealed = useInspection((state) => state.revealed[revealedKey(name, where)] ?? null);
  const [copied, setCopied] = useState(false);
  const { why } = useMay('inspection.reveal');
  if (value === null) return <span className="inspection-nothing">None</span>;
  if (value.isEmpty) return <span className="inspection-nothing">Empty</span>;
  const isHidden = value.value === null;
  const shown = value.value ?? revealed;
  const place = where === 'container' ? 'in the container' : 'in the files';
  const { reveal, hide, secret } = inspection.getState();
  async function copy(): Promise<void> {
    const text = shown ?? (await secret(name, where));
    if (text !== null) setCopied(await copyText(text));
  }
  return (
    <div className="variable">
      <code className="variable-value">{shown ?? '••••••••'}</code>
      <span className="variable-buttons">
        {isHidden && revealed === null && (
          <IconButton
            icon={Eye}
            label={`Show ${name} ${place}`}
            disabledReason={why}
            onClick={() => void reveal(name, where)}
          />
        )}
        {isHidden && revealed !== null && (
          <IconButton icon={EyeOff} label={`Hide ${name} ${place}`} onClick={() => hide(name, where)} />
        )}
        <IconButton
          icon={copied ? Check : Copy}
          label={copied ? `Copied ${name} ${place}` : `Copy ${name} ${place}`}
          disabledReason={isHidden ? why : null}
          onClick={() => void copy()}
        />
      </span>
    </div>
  );
}
