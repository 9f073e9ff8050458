import type { ComponentType } from 'react';
import type { Settings } from '../../../src-shared/settings.ts';
import { settingsFirst } from '../../lib/place.ts';
import { ConfigurationsPart } from './ConfigurationsPart.tsx';
import { KeepingPart } from './KeepingPart.tsx';
import { ProfilesPart } from './ProfilesPart.tsx';

/** A part of the page Settings: a tab, its address and what it shows. */
export interface SettingsPart {
  /** Small letters and dashes: it stands in the address. */
  readonly id: string;
  readonly title: string;
  readonly Part: ComponentType<{ readonly settings: Settings }>;
}

/** The part that says how keys and settings are kept. */
export const keepingPart = 'keeping';

/** The parts of the page Settings in their order; one more is one line here. */
export const settingsParts: readonly SettingsPart[] = [
  { id: settingsFirst, title: 'Providers and models', Part: ConfigurationsPart },
  { id: 'profiles', title: 'Profiles', Part: ProfilesPart },
  { id: keepingPart, title: 'Keys and files', Part: KeepingPart },
];
