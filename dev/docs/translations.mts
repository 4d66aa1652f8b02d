import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

import { accepted, changedSections, TRANSLATED } from './translated.mts';

/**
 * `npm run translated`: says which pages of docs/pt-BR are older than their English twins, and what has changed in
 * these since. `--accept [page ...]` marks them as up to date, once somebody has made them so.
 */
const [flag, ...chosen] = process.argv.slice(2);
for (const [page, twin] of Object.entries(TRANSLATED)) {
	const [english, translation] = [readFileSync(twin, 'utf8'), readFileSync(page, 'utf8')];
	const changed = changedSections(english, translation);
	if (flag === '--accept') {
		if (chosen.length === 0 || chosen.includes(page) || chosen.includes(twin)) {
			writeFileSync(page, accepted(english, translation, twin));
			console.log(`${page} is marked as that of ${twin} as it is now`);
		}
		continue;
	}
	if (changed.length === 0) {
		console.log(`${page}: up to date`);
		continue;
	}
	console.log(`${page} is older than ${twin}: ${changed.join('; ')}`);
	const { stdout } = spawnSync('git', ['log', '-1', '--format=%H', '--', page], { encoding: 'utf8' });
	const since = stdout?.trim() ?? '';
	if (since !== '') spawnSync('git', ['--no-pager', 'diff', since, '--', twin], { stdio: 'inherit' });
	process.exitCode = 1;
}
if (process.exitCode === 1) console.log('Translate what changed, then: npm run translated -- --accept <page>');
