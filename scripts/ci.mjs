import { spawn } from 'node:child_process';
import { runScript, say } from './bootstrap/console.mjs';
import { root } from './bootstrap/paths.mjs';
import { complaintsIn } from './test/complaints.mjs';
import { add, endWith, nothing, parseSumLine } from './test/results.mjs';

/** The suites, each a command whose last line is its own sum. */
const suites = [
  ['npm', 'test'],
  ['npm', 'run', 'power-cuts'],
  ['npm', 'run', 'kills'],
  ['npm', 'run', 'test:lightrag'],
];

// Runs every suite, shows what it says, and ends with the tests to be looked at and the sum over all of them.
await runScript(async () => {
  let sum = nothing;
  const complaints = [];
  for (const [command, ...args] of suites) {
    say(`\n$ ${[command, ...args].join(' ')}`);
    const { code, output } = await show(command, args);
    const own = parseSumLine(output) ?? nothing;
    complaints.push(...complaintsIn(output));
    if (code !== 0) complaints.push(`failed: ${[command, ...args].join(' ')}, with exit code ${code}`);
    // A suite that failed without counting a failure did not get as far as its sum.
    sum = add(sum, code !== 0 && own.failed === 0 ? { ...own, failed: 1 } : own);
  }
  return endWith({ ...sum, complaints });
});

function show(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
