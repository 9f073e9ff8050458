import type Docker from 'dockerode';
import { testLabel } from '../stand-ins/engine/find-engine.ts';

/** A container that is not the app's. */
export interface Neighbour {
  readonly name: string;
  /** All that must stay as it is, as one text. */
  identity(): Promise<string>;
  remove(): Promise<void>;
}

/**
 * Starts a container that looks as much like one of the app's as somebody else's can: a LightRAG, made by Compose, as a
 * service of the same name in another project.
 */
export async function startNeighbour(docker: Docker, image: string): Promise<Neighbour> {
  const name = `somebody-elses-lightrag-${process.pid}`;
  const container = await docker.createContainer({
    name,
    Image: image,
    Labels: {
      [testLabel]: 'neighbour',
      'com.docker.compose.project': 'somebody-elses',
      'com.docker.compose.service': 'lightrag',
    },
    HostConfig: { RestartPolicy: { Name: 'always' } },
  });
  await container.start();
  return {
    name,
    async identity() {
      const { Id, Name, Created, Image, Config, State, RestartCount } = await container.inspect();
      const { Status, StartedAt, Pid } = State;
      return JSON.stringify({ Id, Name, Created, Image, Labels: Config.Labels, Status, StartedAt, Pid, RestartCount });
    },
    async remove() {
      await container.remove({ force: true, v: true });
    },
  };
}
