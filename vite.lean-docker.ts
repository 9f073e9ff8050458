import type { Plugin } from 'vite';

/** Where the SSH client lies, seen from a program that may need it: half a megabyte that most starts never read. */
const sshFile = './docker-ssh.cjs';

/** Lines of the Docker client's files that load what a start does not need, and what they become. */
const lateParts = [
  {
    file: /docker-modem\/lib\/modem\.js$/,
    from: "ssh = require('./ssh')",
    to: `ssh = (options) => require('${sshFile}')(options)`,
  },
  { file: /dockerode\/lib\/docker\.js$/, from: "withSession = require('./session')", to: 'withSession = undefined' },
  { file: /dockerode\/lib\/docker\.js$/, from: "var buildkit = require('./buildkit');", to: 'var buildkit;' },
  {
    file: /dockerode\/lib\/util\.js$/,
    from: "var DockerIgnore = require('@balena/dockerignore');",
    to: 'var DockerIgnore;',
  },
  { file: /dockerode\/lib\/util\.js$/, from: "var tar = require('tar-fs');", to: 'var tar;' },
  { file: /dockerode\/lib\/util\.js$/, from: "var zlib = require('zlib');", to: 'var zlib;' },
  {
    file: /docker-modem\/lib\/http\.js$/,
    from: "nativeHttps = require('https')",
    to: "nativeHttps = { request: (...given) => require('https').request(...given) }",
  },
];

/** Optional compiled parts of the SSH client, which it does without where they cannot be loaded. */
const compiledParts = /^cpu-features$|\.node$/;
const absent = '\0absent';

/**
 * Keeps the start quick: the SSH client is read when a host is reached by SSH, and the building of images, which this
 * app never does and which would bring gRPC and archives along, is left out. Fails the build when a line is gone.
 */
export function leanDocker(): Plugin {
  return {
    name: 'lean-docker',
    enforce: 'pre',
    resolveId(id) {
      if (id === sshFile) return { id, external: true };
      return compiledParts.test(id) ? absent : null;
    },
    load: (id) => (id === absent ? "throw new Error('compiled parts are not part of the bundle');" : null),
    transform(code, id) {
      const parts = lateParts.filter((part) => part.file.test(id));
      for (const { from } of parts) {
        if (!code.includes(from)) this.error(`${id} no longer contains: ${from}`);
      }
      return parts.length === 0 ? null : parts.reduce((text, { from, to }) => text.replace(from, to), code);
    },
  };
}
