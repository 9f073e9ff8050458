import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type TestHome, writePlainHome } from '../../e2e/stand-ins/homes.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import type { SwitchReport } from '../../src-shared/switching.ts';
import { type App, createApp } from '../app.ts';
import type { RealEngine } from '../docker/testing/real-engine.ts';
import { joinSwitching } from '../join-switching.ts';
import { realDisk } from '../lib/disk.ts';
import { systemClock } from '../lib/system.ts';
import type { SwitchingPorts } from '../switching/ports.ts';

/** Who asks in these tests. */
export const caller = { kind: 'cli', windowId: 0 } as const;

/** A home of Anna (current) and Ben on a real engine. */
export interface SwitchStage {
  readonly home: TestHome;
  /** The names of both containers. */
  readonly names: Readonly<Record<ServiceName, string>>;
  /** The whole app on it, not open yet; ended with the stage. */
  app(options?: { env?: NodeJS.ProcessEnv; tamper?: (ports: SwitchingPorts) => SwitchingPorts }): App;
  /** Starts `persag` on it as a process of its own. */
  command(...args: readonly string[]): Command;
  /** Everything that a switch changes: bytes of all files but the app's own and the backups, containers, what waits. */
  state(): Promise<Readonly<Record<string, unknown>>>;
  end(): Promise<void>;
}

/** A command that runs. */
export interface Command {
  /** Resolves when it has said something that matches, or has ended. */
  said(words: RegExp): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** Its exit code (null where a signal ended it) and what it wrote. */
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

let stages = 0;

/** Makes a stage. @param inFolder a folder that is there, such as a disk of its own; else one of its own is made */
export async function createSwitchStage(engine: RealEngine, inFolder?: string): Promise<SwitchStage> {
  stages += 1;
  const suffix = `-switch-${process.pid}-${stages}`;
  const root = await mkdtemp(join(inFolder ?? tmpdir(), 'persag-switch-stage-'));
  const home = await writePlainHome(join(root, 'home'), { image: engine.image, suffix });
  const names = { knowledge: `lightrag_pagent${suffix}`, memory: `lightrag_memory${suffix}` };
  const apps: App[] = [];
  const commands: Command[] = [];
  const env = { PERSAG_HOME: home.folder, DOCKER_HOST: engine.dockerHost, PERSAG_SERVICE_TIMEOUT: '20' };
  const own = async () => {
    const all = await engine.docker.listContainers({ all: true });
    return all.filter(({ Names }) => Names.some((name) => name.includes(suffix)));
  };
  return {
    home,
    names,
    app({ env: more = {}, tamper = (ports: SwitchingPorts) => ports } = {}) {
      const surroundings = {
        env: { ...env, ...more },
        homeFolder: root,
        platform: process.platform,
        seedFolder: join(root, 'no-seed'),
        version: 'test',
      };
      const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
      const join_ = (parts: Parameters<typeof joinSwitching>[0]) => tamper(joinSwitching(parts));
      const app = createApp({ surroundings, clock: systemClock, log, desktop: null }, realDisk, join_);
      apps.push(app);
      return app;
    },
    command(...args) {
      const command = startCommand(args, { ...env, PATH: process.env.PATH ?? '', HOME: root });
      commands.push(command);
      return command;
    },
    async state() {
      const containers = (await own()).map(({ Names, Id, State }) => [Names[0] ?? '', `${Id} ${State}`]);
      return { ...(await filesBelow(home.folder)), ...Object.fromEntries(containers) };
    },
    async end() {
      for (const command of commands) command.kill('SIGKILL');
      await Promise.all(commands.map(({ ended }) => ended));
      await Promise.all(apps.map((app) => app.end()));
      await Promise.all((await own()).map(({ Id }) => engine.docker.getContainer(Id).remove({ force: true, v: true })));
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Switches the machine, services and all. */
export async function switchTo(
  { features }: App,
  userId: string,
  more: { timeoutSeconds?: number } = {},
): Promise<SwitchReport> {
  return features.switching.start({ userId, scope: 'machine', services: true, repair: false, ...more }, caller);
}

/** The text of every file below, without the backups and what the app keeps for itself but for records. */
async function filesBelow(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    const isApart = /^(backups|desktop(?!\/journal)|data\/agno)/.test(name);
    if (entry.isFile() && !isApart) files[name] = await readFile(path, 'latin1');
  }
  return files;
}

function startCommand(args: readonly string[], env: NodeJS.ProcessEnv): Command {
  const main = join(import.meta.dirname, '..', 'cli', 'main.ts');
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  const heard = new Set<() => void>();
  const hear = () => {
    for (const one of heard) one();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    hear();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    hear();
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return {
    async said(words) {
      await Promise.race([
        ended,
        new Promise<void>((resolve) => {
          const look = () => {
            if (words.test(stdout + stderr)) resolve();
          };
          heard.add(look);
          look();
        }),
      ]);
    },
    kill: (signal) => void child.kill(signal),
    ended,
  };
}
