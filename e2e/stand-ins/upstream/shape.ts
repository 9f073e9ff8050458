/** What can be chosen of upstream's files; all else is as upstream ships it. */
export interface UpstreamShape {
  /** Port of the host at which the knowledge service answers. */
  readonly knowledgePort: number;
  /** Port of the host at which the memory service answers. */
  readonly memoryPort: number;
  /** Where the containers look for models. */
  readonly modelUrl: string;
  readonly image: string;
  /** Whose folders both env files name. */
  readonly current: string;
}

/** As upstream ships them in 0.9.0. */
export const upstreamDefaults: UpstreamShape = {
  knowledgePort: 9621,
  memoryPort: 9622,
  modelUrl: 'http://host.docker.internal:11434',
  image: 'egsuchanek/lightrag_pagent:latest',
  current: 'charlie',
};
