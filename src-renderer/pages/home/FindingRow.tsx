import { Wrench } from 'lucide-react';
import type { ServiceName } from '../../../src-shared/docker.ts';
import type { Finding } from '../../../src-shared/validation.ts';
import { useStores, useValidation } from '../../app-stores.ts';
import { Button } from '../../ui/Button.tsx';
import { type Mood, Shape } from '../../ui/Shape.tsx';
import { Words } from '../../ui/Words.tsx';
import { FixPanel } from './FixPanel.tsx';
import { placeOf } from './finding-words.ts';

// Not from the contract: its module carries schemas, and they have no place in the window.
const titles: Readonly<Record<ServiceName, string>> = { knowledge: 'Knowledge', memory: 'Memory' };

/** One finding: what, where, why it matters, and the fix to look at. */
export function FindingRow(props: { readonly finding: Finding; readonly mood: Mood; readonly home: string }) {
  const { finding, mood, home } = props;
  const { validation } = useStores();
  const open = useValidation(({ fix }) => fix?.findingId === finding.id);
  const place = placeOf(finding, home);
  return (
    <li className="finding">
      <div className="finding-head">
        <Shape mood={mood} />
        <div className="finding-words">
          <p className="finding-message">
            <Words text={finding.message} />
          </p>
          <p className="finding-place">
            {finding.service !== null && <span>{titles[finding.service]}</span>}
            {place !== null && <code title={finding.file ?? undefined}>{place}</code>}
          </p>
          <p className="finding-why">
            <Words text={finding.why} />
          </p>
        </div>
        {finding.fix === null ? (
          <span className="finding-yours">Yours to decide</span>
        ) : (
          !open && (
            <Button
              icon={Wrench}
              label={`Show fix: ${finding.fix.title}`}
              onClick={() => void validation.getState().openFix(finding.id)}
            >
              Show fix
            </Button>
          )
        )}
      </div>
      {open && finding.fix !== null && <FixPanel title={finding.fix.title} home={home} />}
    </li>
  );
}
