import { flagOf } from './compose-amounts.ts';
import { fieldsOf, pairsOf } from './compose-fields.ts';
import type { ComposeNode } from './compose-node.ts';

/** A volume or network of the file, as the engine is to have it. */
export interface Declared {
  /** As the engine names it. */
  readonly name: string;
  readonly external: boolean;
  /** Empty for the engine's own. */
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** The keys volumes and networks have in common. */
export const declaredKeys = ['name', 'external', 'driver', 'driver_opts', 'labels'] as const;

/**
 * What volumes and networks have in common. One of the project is named after it; an external one has its own name.
 * Fault: `compose/invalid-value`, as where an external one says how it is to be made.
 */
export function declaredOf(
  node: ComposeNode,
  fields: Readonly<Partial<Record<(typeof declaredKeys)[number], ComposeNode>>>,
  named: { readonly key: string; readonly project: string },
): Declared {
  const { name, external, driver, driver_opts, labels } = fields;
  // The older form has the name below `external`.
  const older = external?.kind === 'map' ? fieldsOf(external, ['name']).name : undefined;
  const isExternal = external !== undefined && (external.kind === 'map' || flagOf(external));
  if (isExternal && (driver ?? driver_opts ?? labels) !== undefined) {
    throw node.invalid('is external, so nothing but its name can be said of it');
  }
  const written = (name ?? older)?.completeText();
  return {
    name: written ?? (isExternal ? named.key : `${named.project}_${named.key}`),
    external: isExternal,
    driver: driver?.text() ?? '',
    options: driver_opts === undefined ? {} : optionsOf(driver_opts),
    labels: labels === undefined ? {} : pairsOf(labels, () => ''),
  };
}

/** Options of a driver: a mapping to texts; numbers and flags as they are written. */
export function optionsOf(node: ComposeNode): Record<string, string> {
  const options: Record<string, string> = {};
  for (const [key, value] of node.entries()) options[key] = value.kind === 'nothing' ? '' : value.written();
  return options;
}
