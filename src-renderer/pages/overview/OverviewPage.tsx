import { RotateCcw } from 'lucide-react';
import { useHome } from '../../app-stores.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageHeadSkeleton } from '../../ui/PageHead.tsx';
import '../../ui/page.css';
import { Headline } from './Headline.tsx';
import { HomeFooter } from './HomeFooter.tsx';
import { Lately } from './Lately.tsx';
import './overview.css';
import { ServicesSection } from '../../services/ServicesSection.tsx';
import { PageNotices } from './PageNotices.tsx';
import { SwitchPanel } from './SwitchPanel.tsx';
import { UnreadableUserId } from './UnreadableUserId.tsx';
import { UsersSection } from './UsersSection.tsx';

/** Who is current, whether both services live, whether anything is wrong, and the click that switches. */
export function OverviewPage() {
  const home = useHome((state) => state.home);
  const error = useHome((state) => state.error);
  if (home === null && error !== null) {
    return (
      <div className="page">
        <h1 className="overview-no-home">
          {error.code.startsWith('home/') ? 'The home folder cannot be used.' : 'Persag Desktop cannot begin.'}
        </h1>
        <ErrorNotice
          error={error}
          actions={
            <Button icon={RotateCcw} onClick={() => location.reload()}>
              Try again
            </Button>
          }
        />
      </div>
    );
  }
  return (
    <div className="page">
      {home === null ? <PageHeadSkeleton title="Overview" /> : <Headline />}
      <SwitchPanel />
      <PageNotices />
      <UnreadableUserId />
      <UsersSection />
      <ServicesSection />
      <Lately />
      <HomeFooter />
    </div>
  );
}
