import { startSimulator, type Simulator } from '../test/simulator/index.mts';
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

function seen(): Seen {
	const { requests, violations } = running();
	const statuses: Record<string, number> = {};
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
				return process.send?.({ url: simulator.url, token: simulator.token });
			case 'conversations':
				return process.send?.(conversations(question.count));
			case 'seen':
				return process.send?.(seen());
		}
	})();
});
process.once('disconnect', () => process.exit(0));
