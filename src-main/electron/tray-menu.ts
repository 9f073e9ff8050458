import type { MenuItemConstructorOptions } from 'electron';
import type { DockerState, Service } from '../../src-shared/docker.ts';
import type { HomeState } from '../../src-shared/home.ts';
import type { SwitchState } from '../../src-shared/switching.ts';
import type { UsersState } from '../../src-shared/users.ts';

/** What the tray shows; all of it comes from the features' own states. */
export interface TrayState {
  readonly home: HomeState;
  readonly users: UsersState;
  readonly docker: DockerState;
  readonly switching: SwitchState;
}

/** What a click can do. */
export interface TrayActions {
  switchTo(userId: string): void;
  /** Opens a window that acts for a user. */
  openAs(userId: string): void;
  open(): void;
  quit(): void;
}

/** The aggregate the icon shows. */
export type TrayMood = 'ok' | 'busy' | 'warn' | 'failed' | 'unknown';

/** One word for everything: a running switch first, then the worst lamp of the two services. */
export function moodOf({ docker, switching }: TrayState): TrayMood {
  if (switching.state === 'running') return 'busy';
  if (docker.engine.state !== 'ready' || docker.services.length === 0) return 'unknown';
  const states = docker.services.flatMap((service) => Object.values(service.lamps).map((lamp) => lamp.state));
  if (states.includes('failed') || docker.services.some((service) => service.error !== null)) return 'failed';
  if (states.includes('starting') || docker.services.some((service) => service.busy !== null)) return 'busy';
  return states.includes('warn') || !docker.consistent ? 'warn' : 'ok';
}

/** The line people see on hover: who is current and how many services answer. */
export function tooltipOf(state: TrayState): string {
  return `Persag: ${currentLine(state)}\n${servicesLine(state.docker)}`;
}

/** The menu: a line of state, the users to switch to and to open a window for, open, quit. Rebuilt whole on every change. */
export function trayMenu(state: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  return [
    { label: plain(currentLine(state)), enabled: false },
    { label: servicesLine(state.docker), enabled: false },
    { type: 'separator' },
    ...userItems(state, actions),
    { type: 'separator' },
    ...windowItems(state, actions),
    { label: 'Open Persag Desktop', click: () => actions.open() },
    { label: 'Quit', click: () => actions.quit() },
  ];
}

function userItems({ users, home, switching }: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  if (users.state === 'unreadable') return [{ label: 'The user registry cannot be read', enabled: false }];
  if (users.users.length === 0) return [{ label: 'No users yet', enabled: false }];
  const switchable = switching.state === 'idle' && home.currentUser.state === 'known';
  return users.users.map((user) => ({
    label: plain(user.name),
    type: 'radio',
    checked: user.isCurrent,
    enabled: user.isCurrent || (switchable && user.unsafe === null),
    click: () => {
      if (!user.isCurrent) actions.switchTo(user.id);
    },
  }));
}

function windowItems({ users }: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  if (users.state === 'unreadable' || users.users.length === 0) return [];
  const submenu = users.users.map((user) => ({
    label: plain(user.name),
    enabled: user.unsafe === null,
    click: () => actions.openAs(user.id),
  }));
  return [{ label: 'Open window as', submenu }];
}

function currentLine({ home, users, switching }: TrayState): string {
  if (switching.state === 'running') return `Switching to ${nameOf(users, switching.to)}`;
  if (home.currentUser.state === 'unreadable') return 'The current user cannot be read';
  return `${nameOf(users, home.currentUser.id)} is current`;
}

/** An ampersand would mark the letter after it as a shortcut and vanish. */
function plain(text: string): string {
  return text.replaceAll('&', '&&');
}

function nameOf(users: UsersState, id: string): string {
  if (users.state !== 'ready') return id;
  return users.users.find((user) => user.id === id)?.name ?? id;
}

function servicesLine(docker: DockerState): string {
  if (docker.engine.state === 'unreachable') return 'Docker is not reachable';
  if (docker.engine.state === 'connecting') return 'Looking for Docker';
  const answering = docker.services.filter(answers).length;
  return answering === docker.services.length ? 'Both services answer' : `${answering} of 2 services answer`;
}

function answers(service: Service): boolean {
  return service.lamps.http.state === 'ok';
}
