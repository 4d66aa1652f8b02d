/**
 * `npm run freeze`: takes what was added to the public interface into the frozen one. What breaks it is refused; only
 * a new major version may do that, with `-- --major`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { breaksOf, current, FILE, type Frozen, toText } from './frozen.mts';

const now = current();
const before = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Frozen) : now;
const breaks = breaksOf(before, now);
if (breaks.length > 0 && !process.argv.includes('--major')) {
	console.error(`This breaks saved workflows or users of the client:\n${breaks.join('\n')}`);
	process.exitCode = 1;
} else {
	writeFileSync(FILE, `${toText(now)}\n`);
	console.log(`${FILE} is up to date`);
}
