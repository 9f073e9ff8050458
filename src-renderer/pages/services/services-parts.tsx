import type { ComponentType } from 'react';
import { servicesOverview } from '../../lib/place.ts';
import { DocumentsPart } from './DocumentsPart.tsx';
import { ImagesPart } from './ImagesPart.tsx';
import { OverviewPart } from './OverviewPart.tsx';

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
  { id: 'documents', title: 'Documents', Part: DocumentsPart },
  { id: 'image', title: 'Image', Part: ImagesPart },
];
