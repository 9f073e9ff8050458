import { useShell, useStores, useValidation } from '../../app-stores.ts';
import { type HomePart, homeHref } from '../../lib/place.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import '../../ui/page.css';
import { BackupsPart } from './BackupsPart.tsx';
import { FindingsPart } from './FindingsPart.tsx';
import './home-page.css';
import { MigrationPart } from './MigrationPart.tsx';

const titles: Readonly<Record<HomePart, string>> = {
  findings: 'Findings',
  backups: 'Backups',
  migration: 'Migration',
};

/** The home folder: what is wrong with it, the backups of it, and moving into it. */
export function HomePage({ part }: { readonly part: HomePart }) {
  return (
    <div className="page">
      <nav className="home-parts" aria-label="Parts of Home">
        {(Object.keys(titles) as HomePart[]).map((each) => (
          <a key={each} href={homeHref(each)} aria-current={each === part ? 'page' : undefined}>
            {titles[each]}
          </a>
        ))}
        <HomePath />
      </nav>
      <DesktopFailure />
      {part === 'findings' && <FindingsPart />}
      {part === 'backups' && <BackupsPart />}
      {part === 'migration' && <MigrationPart />}
    </div>
  );
}

/** What the desktop refused: to open the folder, or to let one be chosen. */
function DesktopFailure() {
  const failure = useShell(({ error }) => error);
  const { shell } = useStores();
  return failure && <ErrorNotice error={failure} onDismiss={() => shell.getState().dismissError()} />;
}

/** Which folder all this is about; a click opens it. */
function HomePath() {
  const path = useValidation(({ validation }) => validation?.home ?? null);
  const { shell } = useStores();
  if (path === null) return null;
  return (
    <button
      type="button"
      className="home-path"
      aria-label={`Open home folder ${path}`}
      title="Open home folder"
      onClick={() => void shell.getState().openHome()}
    >
      <code>{path}</code>
    </button>
  );
}
