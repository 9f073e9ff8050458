import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

// `node development-fuses.mjs EXECUTABLE`: gives an Electron an ordinary Electron's switches: its own start-up snapshot, and
// --inspect, by which Playwright drives it.
await flipFuses(process.argv[2], {
  version: FuseVersion.V1,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: true,
});
