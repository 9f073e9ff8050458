import { readCompose } from '../compose-file.ts';
import type { ComposeService } from '../compose-service.ts';

/** A service of which its file says nothing but the image, for tests. */
export function plainCompose(): ComposeService {
  return readCompose('services: { lightrag: { image: i } }\n', {
    variable: () => undefined,
    folder: '/home/p/.persag/lightrag_server',
    file: '/home/p/.persag/lightrag_server/docker-compose.yml',
    readEnvFile: () => null,
  });
}
