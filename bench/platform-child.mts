import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type Simulator, startSimulator } from '../test/simulator/index.mts';
import type { Question, Seen } from './platform.mts';

let simulator: Simulator | undefined;

function running(): Simulator {
	if (simulator === undefined) throw new Error('The simulator was not started');
	return simulator;
}

function conversations(count: number): string[] {
	const { account } = running();
	return Array.from({ length: count }, (_, number) => {
		const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
		account.sessions.set(id, { ...structuredClone(account.named.sessionInProgress), id });
		return id;
	});
}

let replayed = 0;

/** A server in front of the simulator that remembers its answers. Returns its address. */
async function replay(url: string, afterMs: number): Promise<string> {
	const known = new Map<string, string>();
	const server = createServer((request, response) => {
		void (async () => {
			const target = request.url ?? '/';
			let body = known.get(target);
			if (body === undefined) {
				const answer = await fetch(url + target, { headers: { Authorization: request.headers.authorization ?? '' } });
				body = await answer.text();
				if (answer.status !== 200) {
					response.writeHead(answer.status).end(body);
					return;
				}
				known.set(target, body);
			} else {
				replayed++;
			}
			setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(body), afterMs);
		})();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function seen(): Seen {
	const { requests, violations } = running();
	const statuses: Record<string, number> = replayed === 0 ? {} : { '200': replayed };
	replayed = 0;
	for (const { status } of requests) statuses[String(status ?? 0)] = (statuses[String(status ?? 0)] ?? 0) + 1;
	const found = { statuses, violations: violations.length };
	requests.length = 0;
	violations.length = 0;
	return found;
}

process.on('message', (question: Question) => {
	void (async () => {
		switch (question.ask) {
			case 'start':
				simulator = await startSimulator(question.options);
				return process.send?.({
					url:
						question.replayAfterMs === undefined ? simulator.url : await replay(simulator.url, question.replayAfterMs),
					token: simulator.token,
				});
			case 'conversations':
				return process.send?.(conversations(question.count));
			case 'seen':
				return process.send?.(seen());
		}
	})();
});
process.once('disconnect', () => process.exit(0));
