import { createServer } from 'node:http';

/** A container as an engine tells of it: one of ours that has a folder of the host. */
export interface ToldContainer {
  readonly id: string;
  /** The folder of the host. */
  readonly source: string;
  readonly running: boolean;
}

/** An engine that only tells which containers there are. */
export interface ContainerList {
  readonly dockerHost: string;
  /** To be set. */
  containers: readonly ToldContainer[];
  end(): Promise<void>;
}

const labels = { 'app.persag.service': 'knowledge' };

/** Starts one on a socket at this path. */
export async function startContainerList(socketPath: string): Promise<ContainerList> {
  const list: ContainerList = {
    dockerHost: `unix://${socketPath}`,
    containers: [],
    async end() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/^\/v[\d.]+/, '').split('?')[0];
    const one = list.containers.find(({ id }) => path === `/containers/${id}/json`);
    response.setHeader('Api-Version', '1.41');
    if (path === '/_ping') response.end('OK');
    else if (path === '/containers/json') response.end(JSON.stringify(list.containers.map(summaryOf)));
    else if (one !== undefined) response.end(JSON.stringify(factsOf(one)));
    else response.writeHead(404).end('{"message": "nothing there"}');
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return list;
}

function summaryOf({ id, running }: ToldContainer): object {
  return { Id: id, Names: [`/${id}`], Labels: labels, State: running ? 'running' : 'exited' };
}

function factsOf({ id, source, running }: ToldContainer): object {
  return {
    ...{ Id: id, Name: `/${id}`, State: { Running: running }, Config: { Labels: labels } },
    Mounts: [{ Type: 'bind', Source: source, Destination: '/app/data', RW: true }],
  };
}
