import { type ServiceName, serviceNames, serviceTitles } from '../../src-shared/docker.ts';
import type { ServingChange } from '../../src-shared/serving.ts';
import { formatList } from '../lib/format.ts';
import type { OpenServing, ServingChoice } from '../stores/serving.ts';

/** Names of services in a sentence. */
export function titlesOf(services: readonly ServiceName[]): string {
  return formatList(services.map((name) => serviceTitles[name]));
}

/** The services that changes are about; others where there are none. */
export function servicesOf(changes: readonly ServingChange[], others: readonly ServiceName[]): string {
  const changed = serviceNames.filter((name) => changes.some(({ service }) => service === name));
  const named = changed.length === 0 ? others : changed;
  return named.length === 0 ? 'The services' : titlesOf(named);
}

/** What is to be chosen before there is a plan. */
export function chooseWords({ roles }: ServingChoice): string {
  return roles.length === 0 ? 'Choose what it is used as.' : 'Choose a service.';
}

/** Why what is chosen cannot be done now; null where it can. */
export function whyNotNow({ choice, plan, planning, error }: OpenServing): string | null {
  if (choice.roles.length === 0 || choice.services.length === 0) return chooseWords(choice);
  if (planning) return 'What it changes is being worked out';
  if (plan === null) return error?.message ?? 'It is not known what it changes';
  const [refusal] = plan.refusals;
  if (refusal !== undefined) return refusal.message;
  return plan.changes.length === 0 ? 'The services have it already' : null;
}
