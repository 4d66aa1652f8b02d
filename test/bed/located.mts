/** A locator's value as the panel saves it. */
export function located(mode: string, value: string): Record<string, unknown> {
	return { __rl: true, mode, value };
}
