import { readFileSync } from 'node:fs';
import { decode, Refusal } from './input.mts';
import { migrateText, textOf } from './migrate.mts';
import { reportText } from './report.mts';
import { writeResult } from './stdout.mts';

const HELP = `Turns workflows of the older WTS node (n8n-nodes-wts, n8n-nodes-test-wts-v2) into ones of this package.

  npm run migrate -- old.json > new.json

old.json: a workflow as n8n exports it, an array of workflows, or nodes copied from the canvas; - reads it from
standard input. The report goes to standard error: what is left to do, and what is different now. Into a pipe:
npm run -s migrate.

Exit code 0: all of it is written. 1: nothing is written, and the report says why.
`;

function main(args: readonly string[]): void {
	const [file, ...others] = args;
	if (file === '--help' || file === '-h') {
		process.stderr.write(HELP);
		writeResult('');
		return;
	}
	if (file === undefined || others.length > 0) throw new Refusal(`Give one file.\n\n${HELP}`);
	const migration = migrateText(decode(read(file)));
	const text = textOf(migration);
	writeResult(text);
	process.stderr.write(reportText(migration.reports));
}

function read(file: string): Uint8Array {
	try {
		return readFileSync(file === '-' ? 0 : file);
	} catch (error) {
		throw new Refusal(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
	}
}

try {
	main(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof Refusal)) throw error;
	writeResult('');
	process.stderr.write(`Not migrated. ${error.message}\n`);
	process.exitCode = 1;
}
