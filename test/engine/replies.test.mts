import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { ASK_KEY } from '../../nodes/WtsChat/listening/awaited';
import { startBed } from '../bed/bed.mts';
import { askingNode, CALL_KEY, callWaiting } from '../bed/resume.mts';

const { simulator, run, named, account } = startBed();

describe('an event of the account', () => {
	test('that finds a question still waiting for its turn to be sent leaves its mark', async () => {
		const calls: string[] = [];
		// n8n, of which the execution runs.
		const n8n = createServer(({ url = '' }, response) => {
			calls.push(url);
			response.writeHead(409).end(JSON.stringify({ message: 'The execution "77" is running already.' }));
		});
		await new Promise<void>((resolve) => n8n.listen(0, '127.0.0.1', resolve));
		const { port } = n8n.address() as AddressInfo;
		try {
			const { sessionInProgress } = named();
			const setup = askingNode(sessionInProgress.id);
			const asked = await run(setup, [{}], { executionId: '77' });
			const mark = JSON.parse(String(sessionInProgress.metadata?.[ASK_KEY])) as Record<string, unknown>;
			const older = JSON.stringify({ ...mark, t: Date.now() - 61_000 });
			sessionInProgress.metadata = { ...sessionInProgress.metadata, [ASK_KEY]: older };
			const content = { id: randomUUID(), sessionId: sessionInProgress.id, direction: 'FROM_HUB', text: 'hello?' };
			const { answer } = await callWaiting(asked, setup, {
				account: account(),
				webhook: 'default',
				host: `http://127.0.0.1:${port}`,
				query: { key: CALL_KEY },
				body: { eventType: 'MESSAGE_RECEIVED', date: new Date().toISOString(), content },
			});
			expect(answer).toEqual({ wts: 'stale' });
			expect(calls.length).toBeGreaterThan(1);
			expect(simulator.account.sessions.get(sessionInProgress.id)?.metadata?.[ASK_KEY]).toBe(older);
		} finally {
			n8n.close();
		}
	});
});
