import { fstatSync, ftruncateSync, writeSync } from 'node:fs';

const STDOUT = 1;

/**
 * Writes the result. npm writes the name and the command of a script to the same place before it begins: in a file
 * that is made by redirection, these lines are written over, so that the file is what was asked for.
 */
export function writeResult(text: string): void {
	const bytes = Buffer.from(text);
	const start = hasOnlyBanner() ? 0 : undefined;
	if (start !== undefined) ftruncateSync(STDOUT, start);
	if (start === undefined) {
		// A pipe may take less than all at a time; the stream waits for it.
		process.stdout.write(bytes);
		return;
	}
	for (let done = 0; done < bytes.length; ) done += writeSync(STDOUT, bytes, done, bytes.length - done, done);
}

/** Whether the output is a file with nothing but npm's lines in it; anything else there is left alone. */
function hasOnlyBanner(): boolean {
	const { npm_lifecycle_event: event, npm_lifecycle_script: script } = process.env;
	const { npm_package_name: name, npm_package_version: version } = process.env;
	const file = fstatSync(STDOUT);
	if (!file.isFile() || file.size === 0 || event === undefined || script === undefined) return false;
	const command = [script, ...process.argv.slice(2)].join(' ');
	const banner = `\n> ${name}@${version} ${event}\n> ${command}\n\n`;
	return file.size === Buffer.byteLength(banner);
}
