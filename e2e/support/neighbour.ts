import type Docker from 'dockerode';
import { testLabel } from '../stand-ins/engine/find-engine.ts';

/** A container that is not the app's, with a network and an image of its own. */
export interface Neighbour {
  readonly name: string;
  /** All that must stay as it is, as one text. */
  identity(): Promise<string>;
  remove(): Promise<void>;
}

/**
 * Starts a container that looks as much like one of the app's as somebody else's can: a LightRAG, made by Compose, as a
 * service of the same name in another project, on that project's network. Beside it are an image that has no container and a
 * network that nothing is on: what a clean-up of whatever is not used would take away.
 */
export async function startNeighbour(docker: Docker, image: string): Promise<Neighbour> {
  const name = `somebody-elses-lightrag-${process.pid}`;
  const labels = { [testLabel]: 'neighbour', 'com.docker.compose.project': 'somebody-elses' };
  const networks = await Promise.all(
    [`${name}_default`, `${name}_unused`].map((Name) => docker.createNetwork({ Name, Labels: labels })),
  );
  await docker.getImage(image).tag({ repo: name, tag: 'unused' });
  const container = await docker.createContainer({
    name,
    Image: image,
    Labels: { ...labels, 'com.docker.compose.service': 'lightrag' },
    HostConfig: { RestartPolicy: { Name: 'always' }, NetworkMode: `${name}_default` },
  });
  await container.start();
  return {
    name,
    async identity() {
      const { Id, Name, Created, Image, Config, State, RestartCount } = await container.inspect();
      const { Status, StartedAt, Pid } = State;
      const { Id: imageId, RepoTags } = await docker.getImage(`${name}:unused`).inspect();
      const own = { Id, Name, Created, Image, Labels: Config.Labels, Status, StartedAt, Pid, RestartCount };
      const others = [imageId, RepoTags.filter((tag) => tag.startsWith(name))];
      return JSON.stringify([own, others, await Promise.all(networks.map((network) => identityOf(network)))]);
    },
    async remove() {
      await container.remove({ force: true, v: true });
      await Promise.all(networks.map((network) => network.remove()));
      await docker.getImage(`${name}:unused`).remove();
    },
  };
}

async function identityOf(network: Docker.Network): Promise<unknown> {
  const { Id, Name, Created, Labels, Containers } = await network.inspect();
  return [Id, Name, Created, Labels, Object.keys(Containers ?? {})];
}
