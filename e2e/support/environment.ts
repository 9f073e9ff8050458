/** Variables that would lead the app elsewhere than to the test's home and engine. */
const scrubbed = /^(PERSAG_|DOCKER_|COMPOSE_|AGNO_|LIGHTRAG_)|^(USER_ID|DATA_DIR|STORAGE_BACKEND)$/;

/** The environment without what this machine has of the app's own settings, and with these. */
export function cleanEnvironment(extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !scrubbed.test(name));
  return { ...Object.fromEntries(kept), ...extra };
}
