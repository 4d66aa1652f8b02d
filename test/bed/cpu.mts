/** What some work costs this process, in milliseconds of CPU: a busy machine makes it wait, not work more. */
export async function cpuMs(work: () => unknown): Promise<number> {
	const before = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1_000;
}
