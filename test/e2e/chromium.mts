import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, selectors } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

const ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--disable-dev-shm-usage',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** Starts the machine's own Chromium; a missing one is a failure, never a reason to skip. */
export async function launchChromium(): Promise<Browser> {
	selectors.setTestIdAttribute('data-test-id');
	return await chromium.launch({ executablePath: findChromium(), args: ARGUMENTS });
}

function findChromium(): string {
	const wanted = process.env['CHROMIUM_PATH'];
	if (wanted !== undefined && wanted !== '') {
		if (!isExecutable(wanted)) throw new Error(`CHROMIUM_PATH is "${wanted}", which is no program that can be run.`);
		return wanted;
	}
	const found = search() ?? (installChromium() ? search() : undefined);
	if (found === undefined) {
		throw new Error(
			'The browser tests need Chromium, and there is none. Debian, Ubuntu: apt-get install -y chromium. ' +
				'macOS: brew install --cask chromium. Elsewhere: set CHROMIUM_PATH to its program.',
		);
	}
	return found;
}

function search(): string | undefined {
	const folders = (process.env['PATH'] ?? '').split(path.delimiter);
	const candidates = [...NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))), MAC];
	return candidates.find(isExecutable);
}

/** On a build machine, where nobody would: Debian's own package. */
function installChromium(): boolean {
	if (process.env['CI'] === undefined || process.getuid?.() !== 0) return false;
	console.log('Installing Chromium ...');
	const options = {
		stdio: 'inherit',
		timeout: 300_000,
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
	} as const;
	spawnSync('apt-get', ['update', '-q'], options);
	return spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], options).status === 0;
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
