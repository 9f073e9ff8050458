import { startPrivateEngine } from './private-engine.ts';

/** A process that starts an engine, says where it is, and waits to be killed: what a broken-off test run leaves. */
const engine = await startPrivateEngine();
console.log(engine.folder);
setInterval(() => {}, 60_000);
