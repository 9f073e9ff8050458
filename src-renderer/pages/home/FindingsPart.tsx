import { RefreshCw } from 'lucide-react';
import { useStores, useValidation } from '../../app-stores.ts';
import { useLate } from '../../lib/use-late.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageHead, PageHeadSkeleton } from '../../ui/PageHead.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { AppliedFix } from './AppliedFix.tsx';
import { FindingRow } from './FindingRow.tsx';
import { findingsHeadline, groups } from './finding-words.ts';
import './findings.css';

/** What is wrong with the home, the gravest first, with the fixes that are safe. */
export function FindingsPart() {
  const validation = useValidation((state) => state.validation);
  const error = useValidation((state) => state.error);
  return (
    <>
      {validation !== null ? (
        <PageHead {...findingsHeadline(validation)}>
          <CheckAgain />
        </PageHead>
      ) : error === null ? (
        <PageHeadSkeleton title="Findings" />
      ) : (
        <PageHead mood="unknown" text="It is not known whether the home is in order.">
          <CheckAgain />
        </PageHead>
      )}
      {error !== null && <ErrorNotice title="The home could not be checked." error={error} />}
      <AppliedFix />
      {validation === null && error === null && <FindingsSkeleton />}
      {validation?.findings.length === 0 && (
        <p className="home-quiet">
          Ports, images, healthchecks, folders, variables and both env files are looked at whenever a file of the home
          changes. What is found shows up here with its file and line.
        </p>
      )}
      {groups.map(({ severity, title, mood }) => {
        const found = validation?.findings.filter((finding) => finding.severity === severity) ?? [];
        if (validation === null || found.length === 0) return null;
        return (
          <section key={severity} className="section" aria-labelledby={`findings-${severity}`}>
            <div className="section-head">
              <h2 id={`findings-${severity}`}>{title}</h2>
              <p className="section-hint">{found.length}</p>
            </div>
            <ul className="findings">
              {found.map((finding) => (
                <FindingRow key={finding.id} finding={finding} mood={mood} home={validation.home} />
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

function CheckAgain() {
  const { validation } = useStores();
  const checking = useValidation((state) => state.checking);
  return (
    <Button icon={RefreshCw} busy={checking} onClick={() => void validation.getState().check()}>
      Check again
    </Button>
  );
}

function FindingsSkeleton() {
  const late = useLate(true, 2000);
  return (
    <section className="section" aria-label="Findings">
      {late && (
        <p className="section-hint" role="status">
          Still looking at the files
        </p>
      )}
      <ul className="findings">
        {[44, 58].map((width) => (
          <li key={width} className="finding">
            <Skeleton width={width} />
            <Skeleton width={width - 20} />
          </li>
        ))}
      </ul>
    </section>
  );
}
