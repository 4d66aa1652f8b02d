/**
 * n8n's scanner, as its review runs it, over the checkout and over the package as it is published:
 * `npm run build && tsx test/package/scan.mts`. What it asks npm about (provenance) is left out.
 */
import { fileURLToPath } from 'node:url';

import { pack } from './tarball.mts';

interface Finding {
	passed: boolean;
	message?: string;
	details?: string;
}

interface Scanner {
	analyzePackage(dir: string, patterns: string[]): Promise<Finding>;
	SOURCE_FILE_PATTERNS: string[];
}

// The scanner has no types.
const scanner: string = '@n8n/scan-community-package/scanner/scanner.mjs';
const { analyzePackage, SOURCE_FILE_PATTERNS } = (await import(scanner)) as Scanner;

async function scan(name: string, dir: string, patterns: string[]): Promise<boolean> {
	const { passed, message, details } = await analyzePackage(dir, patterns);
	console.log(`${passed ? 'passed' : 'FAILED'}: ${name}`);
	if (!passed) console.log(message, details ?? '');
	return passed;
}

const tarball = pack();
try {
	const root = fileURLToPath(new URL('../../', import.meta.url));
	const results = [
		await scan('the sources', root, SOURCE_FILE_PATTERNS),
		await scan('the package', tarball.dir, ['**/*.js', 'package.json']),
	];
	process.exitCode = results.every(Boolean) ? 0 : 1;
} finally {
	tarball.remove();
}
