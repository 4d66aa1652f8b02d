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
	console.error(
		`This breaks saved workflows or users of the client:\n${breaks.join('\n')}\n` +
			'Nothing is written. Put back what they hold; only a new major version may break it: npm run freeze -- --major.',
	);
	process.exitCode = 1;
} else {
	const text = `${toText(now)}\n`;
	const isNew = !existsSync(FILE) || readFileSync(FILE, 'utf8') !== text;
	writeFileSync(FILE, text);
	console.log(isNew ? `${FILE} has taken in what was changed` : `${FILE} is as it was: nothing was changed`);
}
