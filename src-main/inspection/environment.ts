import type { ServiceName } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { EnvironmentView, ShownValue, VariableRow } from '../../src-shared/inspection.ts';
import { isSecretName, maskKnown } from '../formats/mask-secrets.ts';
import { lookAtContainer } from './look-at-container.ts';
import type { InspectionPorts } from './ports.ts';

type Variables = Readonly<Record<string, string>>;

/** The environment of a service's container beside that of its files, secrets hidden. */
export async function environmentOf(ports: InspectionPorts, name: ServiceName): Promise<EnvironmentView> {
  const [{ container, why }, files] = await Promise.all([lookAtContainer(ports, name), ports.files(name)]);
  const inFiles = 'compose' in files ? files.compose.environment : null;
  const names = new Set([...Object.keys(inFiles ?? {}), ...Object.keys(container?.environment ?? {})]);
  return {
    container: container?.name ?? null,
    why,
    filesError: 'why' in files ? files.why : null,
    rows: [...names].sort().map((one) => rowOf(one, container?.environment ?? null, inFiles)),
  };
}

/** One value as it is. Fault: `input/invalid` where there is none of that name. */
export async function revealOf(
  ports: InspectionPorts,
  {
    service,
    name,
    where,
  }: { readonly service: ServiceName; readonly name: string; readonly where: 'container' | 'file' },
): Promise<{ readonly value: string }> {
  const files = where === 'file' ? await ports.files(service) : null;
  const variables: Variables =
    files === null
      ? ((await ports.container(service))?.environment ?? {})
      : 'compose' in files
        ? files.compose.environment
        : {};
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (value === undefined) {
    throw new Fault(
      'input/invalid',
      `There is no ${name} in the ${where === 'file' ? 'files' : 'container'} any more.`,
    );
  }
  return { value };
}

function rowOf(name: string, container: Variables | null, files: Variables | null): VariableRow {
  const mine = valueIn(container, name);
  const written = valueIn(files, name);
  const isSecret = [mine, written].some((value) => value !== null && hides(name, value));
  return {
    name,
    container: shown(mine, isSecret),
    file: shown(written, isSecret),
    verdict: verdictOn(mine, written),
    isSecret,
  };
}

function valueIn(variables: Variables | null, name: string): string | null {
  return variables !== null && Object.hasOwn(variables, name) ? (variables[name] ?? null) : null;
}

/** By its name, or as an address with a password or a known kind of key in it. */
function hides(name: string, value: string): boolean {
  return value !== '' && (isSecretName(name) || maskKnown(value) !== value);
}

function shown(value: string | null, isSecret: boolean): ShownValue | null {
  if (value === null) return null;
  return { value: isSecret && value !== '' ? null : value, isEmpty: value === '' };
}

function verdictOn(container: string | null, file: string | null): VariableRow['verdict'] {
  if (container === null) return 'only-file';
  if (file === null) return 'image';
  return container === file ? 'same' : 'differs';
}
