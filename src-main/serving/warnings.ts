import { type ServiceName, serviceTitles } from '../../src-shared/docker.ts';
import type { ComposeService } from '../formats/compose-service.ts';
import { leadsToHost } from './container-host.ts';
import type { Wanted, WantedValues } from './wanted-values.ts';

/** LightRAG lets each of its steps have a model of its own, which goes before the one of all. */
const ofStep = /^(?!LLM_)[A-Z]+_LLM_(BINDING|BINDING_HOST|MODEL)$/;

/** What a person should know of a change that is possible, in sentences. */
export function servingWarnings(
  { name, compose }: { readonly name: ServiceName; readonly compose: ComposeService },
  { configuration, request }: Wanted,
  { values, hasVectors }: Pick<WantedValues, 'values'> & { readonly hasVectors: boolean },
): readonly string[] {
  const title = serviceTitles[name];
  const { environment } = compose;
  const warnings: string[] = [];
  const steps = Object.keys(environment).filter((key) => ofStep.test(key) && environment[key] !== '');
  if (request.roles.includes('llm') && steps.length > 0) {
    warnings.push(`${title} has ${steps.join(', ')} for some of its steps; these stay as they are.`);
  }
  const hosts = request.roles.map((role) => values.get(role === 'llm' ? 'LLM_BINDING_HOST' : 'EMBEDDING_BINDING_HOST'));
  if (hosts.some((host) => typeof host === 'string' && leadsToHost(host))) {
    const isMapped = compose.extraHosts.some((entry) => /^host\.docker\.internal[:=]/.test(entry));
    const only = 'A server that listens on 127.0.0.1 alone is not reached from a container on Linux.';
    const missing = `${title} has no extra_hosts entry for host.docker.internal, which it needs on Linux.`;
    warnings.push(isMapped ? only : missing);
  }
  const former = environment.EMBEDDING_MODEL ?? '';
  if (hasVectors && former !== '' && former !== configuration.model) {
    warnings.push(
      `Vectors that ${title} has were made with ${former}: what it knows is found badly until its documents are read in again.`,
    );
  }
  const set = Object.entries(configuration.parameters).filter(([, value]) => value !== undefined);
  if (request.roles.includes('llm') && set.length > 0) {
    warnings.push('The parameters of the configuration are not taken over: LightRAG has its own.');
  }
  return warnings;
}
