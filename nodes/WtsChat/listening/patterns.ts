/** A regular expression between slashes, with its flags after them; undefined for any other text. */
export function betweenSlashes(text: string): { source: string; flags: string } | undefined {
	const [, source, flags = ''] = /^\/(.+)\/([a-z]*)$/s.exec(text) ?? [];
	return source === undefined ? undefined : { source, flags };
}

/** The regular expression that a user wrote; undefined when it is none. */
export function patternOf({ source, flags }: { source: string; flags: string }): RegExp | undefined {
	try {
		// Those two would make a search depend on the one before.
		return new RegExp(source, flags.replace(/[gy]/g, ''));
	} catch {
		return undefined;
	}
}
