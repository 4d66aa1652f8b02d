import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ErrorCode } from '../../../client';

const CODES: Record<ErrorCode, true> = {
	UNAUTHORIZED: true,
	FORBIDDEN: true,
	NOT_FOUND: true,
	INVALID_REQUEST: true,
	RATE_LIMITED: true,
	SERVER_ERROR: true,
	NETWORK: true,
	TIMEOUT: true,
	CANCELLED: true,
	LOCAL_FAILURE: true,
};

test.each([...Object.keys(CODES), 'EXPRESSION_FAILED', 'DEFECT'])('docs/errors.md has a whole row for %s', (code) => {
	const rows = readFileSync(join(process.cwd(), 'docs', 'errors.md'), 'utf8').split('\n');
	const row = rows.find((line) => line.startsWith(`| \`${code}\` |`)) ?? '';
	expect(
		row
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim())
			.filter((cell) => cell !== ''),
	).toHaveLength(5);
});
