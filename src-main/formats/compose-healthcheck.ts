import { countOf, durationOf, flagOf } from './compose-amounts.ts';
import { fieldsOf } from './compose-fields.ts';
import type { ComposeNode } from './compose-node.ts';
import type { ComposeHealthcheck } from './compose-service.ts';

const keys = ['test', 'interval', 'timeout', 'retries', 'start_period', 'start_interval', 'disable'] as const;
const nothing = { interval: null, timeout: null, startPeriod: null, startInterval: null, retries: null };

/** The probe of a service. Faults: `compose/invalid-value`, `compose/unsupported-key`. */
export function healthcheckOf(node: ComposeNode): ComposeHealthcheck {
  const { test, interval, timeout, retries, start_period, start_interval, disable } = fieldsOf(node, keys);
  if (disable !== undefined && flagOf(disable)) return { ...nothing, test: ['NONE'] };
  const duration = (field: ComposeNode | undefined) => (field === undefined ? null : durationOf(field));
  return {
    // Without a test the image's own is kept and only its times change.
    test: test === undefined ? [] : testOf(test),
    interval: duration(interval),
    timeout: duration(timeout),
    startPeriod: duration(start_period),
    startInterval: duration(start_interval),
    retries: retries === undefined ? null : countOf(retries),
  };
}

function testOf(node: ComposeNode): readonly string[] {
  if (node.kind !== 'list') return ['CMD-SHELL', node.text()];
  const words = node.items().map((item) => item.text());
  const [kind] = words;
  const enough = kind === 'NONE' ? words.length === 1 : words.length > 1;
  if ((kind !== 'NONE' && kind !== 'CMD' && kind !== 'CMD-SHELL') || !enough) {
    throw node.invalid('has to begin with NONE, CMD or CMD-SHELL and then name what is to be run');
  }
  return words;
}
