import { EngineSection } from '../../engines/EngineSection.tsx';
import { ServicesSection } from '../../services/ServicesSection.tsx';

/** Both services with their lamps, and everything that can be done with them. */
export function OverviewPart() {
  return (
    <>
      <ServicesSection full />
      <EngineSection />
    </>
  );
}
