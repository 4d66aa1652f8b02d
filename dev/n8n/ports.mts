import { createServer } from 'node:net';

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
	const port = await tryPort(0);
	if (port === undefined) throw new Error('No free port on 127.0.0.1');
	return port;
}

/** The wanted port, or another one when somebody listens on it. */
export async function freePortNear(wanted: number): Promise<number> {
	return (await tryPort(wanted)) ?? (await freePort());
}

/** True when `port` can be listened on. */
export async function isFree(port: number): Promise<boolean> {
	return (await tryPort(port)) !== undefined;
}

async function tryPort(port: number): Promise<number | undefined> {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(undefined));
		server.listen(port, '127.0.0.1', () => {
			const address = server.address();
			const found = typeof address === 'object' && address !== null ? address.port : undefined;
			server.close(() => resolve(found));
		});
	});
}
