/** The name by which a container finds the computer it runs on (facts 1.3). */
export const hostOfContainers = 'host.docker.internal';

/** An address as a container has to call it: one that means this computer would mean the container itself there. */
export function asContainersSee(address: string): string {
  const url = new URL(address);
  const isLoopback = /^(localhost|.+\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$/.test(url.hostname);
  if (isLoopback) url.hostname = hostOfContainers;
  return url.href.replace(/\/+$/, '');
}

/** Whether an address leads to the computer that the container runs on. */
export function leadsToHost(address: string): boolean {
  return URL.canParse(address) && new URL(address).hostname === hostOfContainers;
}
