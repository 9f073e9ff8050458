import type { LampName, Service } from '../../src-shared/docker.ts';
import { LampPast } from './LampPast.tsx';
import { AskAgain, MissingModels } from './MissingModels.tsx';
import { isBad } from './service-words.ts';

/** What is behind a lamp beyond its reason: what mends it, what Docker's own probe says, and its past. */
export function LampDetails({ service, lamp }: { readonly service: Service; readonly lamp: LampName }) {
  const { name, title, lamps, dockerHealth } = service;
  return (
    <>
      {lamp === 'model' && <MissingModels service={name} title={title} />}
      {lamp === 'model' && isBad(lamps.model.state) && <AskAgain />}
      {lamp === 'http' && dockerHealth !== null && <DockerHealth service={service} word={dockerHealth} />}
      <LampPast service={name} lamp={lamp} />
    </>
  );
}

/** Docker's own word beside ours: the two can differ, and then it says which to believe. */
function DockerHealth({ service, word }: { readonly service: Service; readonly word: string }) {
  const isWrong = word === 'unhealthy' && service.lamps.http.state === 'ok';
  return (
    <p className="lamp-details-docker">
      Docker's own probe says {word}.{isWrong && ' It answers all the same, so that probe is wrong.'}
    </p>
  );
}
