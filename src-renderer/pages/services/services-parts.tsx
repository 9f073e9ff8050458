import type { ComponentType } from 'react';
import { servicesOverview } from '../../lib/place.ts';
import { EnvironmentPart } from './EnvironmentPart.tsx';
import { InspectPart } from './InspectPart.tsx';
import { LogsPart } from './LogsPart.tsx';
import { MountsPart } from './MountsPart.tsx';
import { OverviewPart } from './OverviewPart.tsx';
import { StatsPart } from './StatsPart.tsx';

/** A part of the page Services: a tab, its address and what it shows. */
export interface ServicesPart {
  /** Small letters and dashes: it stands in the address. */
  readonly id: string;
  readonly title: string;
  readonly Part: ComponentType;
}

/** The parts of the page Services in their order; one more is one line here. */
export const servicesParts: readonly ServicesPart[] = [
  { id: servicesOverview, title: 'Overview', Part: OverviewPart },
  { id: 'logs', title: 'Logs', Part: LogsPart },
  { id: 'stats', title: 'Stats', Part: StatsPart },
  { id: 'environment', title: 'Environment', Part: EnvironmentPart },
  { id: 'mounts', title: 'Mounts', Part: MountsPart },
  { id: 'inspect', title: 'Inspect', Part: InspectPart },
];
