import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CLI = join(process.cwd(), 'node_modules/openapi-typescript/bin/cli.js');

/**
 * openapi-typescript has a `--check`, but with several contracts it stops with success at the first
 * file that is fresh.
 */
test('the generated types are those of the contract', () => {
	const dir = mkdtempSync(join(tmpdir(), 'wts-chat-contract-'));
	try {
		cpSync('contract', join(dir, 'contract'), { recursive: true });
		cpSync('redocly.yaml', join(dir, 'redocly.yaml'));
		const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
		const [, ...options] = scripts['contract:types']?.split(' ') ?? [];
		execFileSync(process.execPath, [CLI, ...options], { cwd: dir, stdio: 'pipe' });

		const fresh = join(dir, 'client/core/generated');
		expect(readdirSync('client/core/generated').sort()).toEqual(readdirSync(fresh).sort());
		const stale = readdirSync(fresh).filter(
			(name) => readFileSync(join(fresh, name), 'utf8') !== readFileSync(join('client/core/generated', name), 'utf8'),
		);
		// When this fails: npm run contract:types
		expect(stale).toEqual([]);
	} finally {
		rmSync(dir, { recursive: true, force: true });
	}
});
