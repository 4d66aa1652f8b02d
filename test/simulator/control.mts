import { readFileSync } from 'node:fs';
import path from 'node:path';
import express, { type Express, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Fault, FaultRule, Faults } from './faults.mts';
import type { InboundMessage } from './inbound.mts';
import { pageOf } from './page.mts';
import type { People } from './people.mts';
import type { Quirks } from './quirks.mts';
import type { Account } from './state.mts';
import type { RecordedRequest, Violation } from './traffic.mts';
import type { Delivery } from './webhooks.mts';

/** What other processes may see and do. */
export interface Controls {
	account(): Account;
	requests: RecordedRequest[];
	violations: Violation[];
	deliveries: Delivery[];
	quirks: Quirks;
	faults: Faults;
	receiveMessage(input: InboundMessage): unknown;
	people: People;
	emit(eventType: string, content: unknown, changeMetadata?: unknown): void;
	reset(): void;
}

/** Where a person tries things out. */
const PAGE = readFileSync(path.join('test', 'simulator', 'page.html'), 'utf8');

const applied = z.boolean().optional();
const status = z.number().int().min(200).max(599);
const FAULT: z.ZodType<Fault> = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('latency'), ms: z.number() }).strict(),
	z.object({ kind: z.literal('resetBefore') }).strict(),
	z.object({ kind: z.literal('resetAfter') }).strict(),
	z.object({ kind: z.literal('timeout'), applied: z.boolean() }).strict(),
	z.object({ kind: z.literal('rateLimited'), retryAfter: z.union([z.number(), z.string()]).optional() }).strict(),
	z.object({ kind: z.literal('html'), status, applied }).strict(),
	z.object({ kind: z.literal('emptyBody'), status, applied }).strict(),
	z.object({ kind: z.literal('cutBody'), reset: z.boolean().optional() }).strict(),
	z
		.object({
			kind: z.literal('error'),
			status,
			key: z.string().optional(),
			text: z.string().optional(),
			envelope: z.enum(['error', 'problem']).optional(),
			applied,
		})
		.strict(),
	z.object({ kind: z.literal('error200'), key: z.string(), text: z.string(), applied }).strict(),
	z.object({ kind: z.literal('redirect'), location: z.string(), status: status.optional() }).strict(),
]);

const RULE = z.object({
	match: z
		.object({
			method: z.string().optional(),
			route: z.string().optional(),
			path: z.string().optional(),
			bodyIncludes: z.string().optional(),
		})
		.optional(),
	times: z.number().optional(),
	probability: z.number().optional(),
	after: z.number().optional(),
	fault: FAULT,
});

const INBOUND = z.object({
	sessionId: z.string().optional(),
	contactId: z.string().optional(),
	channelId: z.string().optional(),
	text: z.string().optional(),
	fileId: z.string().optional(),
	transcription: z.string().optional(),
});
const AS_AGENT = z.object({ sessionId: z.string(), text: z.string().min(1), userId: z.string().optional() });
const ASSIGN = z.object({ sessionId: z.string(), userId: z.string().nullable() });
const SESSION = z.object({ sessionId: z.string() });
const CARD = z.object({ cardId: z.string(), stepId: z.string().optional(), title: z.string().min(1).optional() });
const CONTACT = z.object({
	contactId: z.string(),
	name: z.string().min(1).optional(),
	tagIds: z.array(z.string()).optional(),
});
const BLOCK = z.object({
	url: z.string().url(),
	sessionId: z.string(),
	responseKeys: z.array(z.string()).optional(),
	questions: z.record(z.unknown()).optional(),
	menus: z.record(z.unknown()).optional(),
	metadata: z.record(z.unknown()).optional(),
	wrapped: z.boolean().optional(),
});
const EVENT = z.object({ eventType: z.string(), content: z.unknown(), changeMetadata: z.unknown() });

/** Control over HTTP at `/__simulator/...`, without a token. Nothing of it is recorded. */
export function mountControl(app: Express, controls: Controls): void {
	const base = '/__simulator';
	app.use(base, express.json({ limit: '5mb' }));
	app.get(`${base}/requests`, (_request, response) => void response.json(controls.requests));
	app.get(`${base}/violations`, (_request, response) => void response.json(controls.violations));
	app.get(`${base}/deliveries`, (_request, response) => void response.json(controls.deliveries));
	app.get(`${base}/account`, (_request, response) => void response.json(summary(controls.account())));
	app.get(`${base}/quirks`, (_request, response) => void response.json(controls.quirks));
	app.post(`${base}/quirks`, (request, response) => {
		const given = z.record(z.unknown()).parse(request.body);
		const unknown = Object.keys(given).filter((key) => !(key in controls.quirks));
		if (unknown.length > 0) throw new Error(`Unknown quirk: ${unknown.join(', ')}`);
		Object.assign(controls.quirks, given);
		response.json(controls.quirks);
	});
	app.get(`${base}/faults`, (_request, response) => void response.json(controls.faults.list()));
	app.post(`${base}/faults`, (request, response) => {
		controls.faults.add(ruleFrom(request.body));
		response.json(controls.faults.list());
	});
	app.delete(`${base}/faults`, (_request, response) => {
		controls.faults.clear();
		response.json([]);
	});
	app.post(`${base}/reset`, (_request, response) => {
		controls.reset();
		response.json({ reset: true });
	});
	app.post(`${base}/receive-message`, (request, response) => {
		response.json(controls.receiveMessage(INBOUND.parse(request.body)));
	});
	const { people } = controls;
	const act = (name: string, does: (body: unknown) => unknown): void => {
		app.post(`${base}/${name}`, async (request, response) => void response.json((await does(request.body)) ?? {}));
	};
	act('write-as-agent', (body) => people.writeAsAgent(AS_AGENT.parse(body)));
	act('assign-session', (body) => people.assignSession(ASSIGN.parse(body)));
	act('complete-session', (body) => people.completeSession(SESSION.parse(body)));
	act('change-card', (body) => people.changeCard(CARD.parse(body)));
	act('change-contact', (body) => people.changeContact(CONTACT.parse(body)));
	act('run-chatbot-block', async (body) => await people.runChatbotBlock(BLOCK.parse(body)));
	act('emit', (body) => {
		const { eventType, content, changeMetadata } = EVENT.parse(body);
		controls.emit(eventType, content, changeMetadata);
	});
	app.get(base, (_request, response) => void response.type('html').send(PAGE));
	app.get(`${base}/page`, (_request, response) => void response.json(pageOf(controls.account())));
	app.use(base, (request: Request, response: Response) => {
		response.status(404).json({ message: `The simulator has no control ${request.method} ${request.path}` });
	});
	app.use(base, (error: unknown, _request: Request, response: Response, _next: () => void) => {
		response.status(400).json({ message: error instanceof Error ? error.message : String(error) });
	});
}

function ruleFrom(body: unknown): FaultRule {
	const { match, ...rule } = RULE.parse(body);
	const path = match?.path;
	return {
		...rule,
		match: { ...match, path: path === undefined ? undefined : new RegExp(path) },
	};
}

/** How much there is, and the IDs of the named records. */
export function summary(account: Account): {
	companyId: string;
	counts: Record<string, number>;
	named: Record<string, unknown>;
} {
	const counts: Record<string, number> = {};
	for (const [name, value] of Object.entries(account) as [string, unknown][]) {
		if (value instanceof Map) counts[name] = value.size;
		else if (Array.isArray(value)) counts[name] = value.length;
	}
	const named: Record<string, unknown> = {};
	for (const [name, record] of Object.entries(account.named) as [string, Record<string, unknown>][]) {
		named[name] = {
			id: record.id,
			...(record.userId !== undefined && { userId: record.userId }),
			...(name.startsWith('chatbot') && { key: record.key }),
			...(typeof (record.name ?? record.title) === 'string' && { name: record.name ?? record.title }),
			...(typeof record.phoneNumber === 'string' && { phoneNumber: record.phoneNumber }),
			...(typeof record.number === 'string' && { number: record.number }),
			...(typeof record.status === 'string' && { status: record.status }),
		};
	}
	return { companyId: account.companyId, counts, named };
}
