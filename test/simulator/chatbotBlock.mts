import { z } from 'zod';
import { find, findContact, findSession } from './lookups.mts';
import { formattedPhone } from './phones.mts';
import type { Message } from './state.mts';
import { fileView } from './views.mts';
import type { World } from './world.mts';

/** What a chatbot's webhook block does: where it calls, and the exits that it has. */
export interface BlockCall {
	url: string;
	sessionId: string;
	responseKeys?: string[] | undefined;
	questions?: Record<string, unknown> | undefined;
	menus?: Record<string, unknown> | undefined;
	metadata?: Record<string, unknown> | undefined;
	/** Some versions put everything into `body`. */
	wrapped?: boolean | undefined;
}

/** How the call ended, and what is wrong with its answer. */
export interface BlockResult {
	status: number | null;
	answer: unknown;
	problems: string[];
	durationMs: number;
	/** The exit that the conversation takes. */
	exit: string | null;
}

const text = z.string().min(1);
const MESSAGE = z
	.object({
		text: text.optional(),
		fileUrl: z.string().url().optional(),
		template: z
			.object({ id: text, parameters: z.record(z.string()).optional() })
			.strict()
			.optional(),
	})
	.strict()
	.refine((message) => Object.keys(message).length > 0, 'a message without content');

const option = { text };
const QUESTION = z.discriminatedUnion('type', [
	z
		.object({
			type: z.literal('BUTTONS'),
			text: text.optional(),
			options: z
				.array(z.object({ ...option, url: z.string().url().optional() }).strict())
				.min(1)
				.max(50),
		})
		.strip(),
	z
		.object({
			type: z.literal('LIST'),
			text: text.optional(),
			options: z
				.array(z.object({ ...option, description: text.optional() }).strict())
				.min(1)
				.max(50),
		})
		.strip(),
	z
		.object({
			type: z.literal('NUMBERS'),
			text: text.optional(),
			options: z.array(z.object(option).strict()).min(1).max(50),
		})
		.strip(),
]);

const PLAIN = {
	response: text.optional(),
	metadata: z.record(z.unknown()).optional(),
	contact: z.record(z.unknown()).optional(),
	messages: z.array(MESSAGE).optional(),
};

/** What is wrong with a block's answer. */
export function blockAnswerProblems(answer: unknown, responseKeys: readonly string[]): string[] {
	// Nothing at all is the main exit.
	if (answer === undefined || answer === '') return [];
	const isQuestion = typeof answer === 'object' && answer !== null && ('type' in answer || 'options' in answer);
	const shape = isQuestion
		? QUESTION.and(z.object({ ...PLAIN, type: z.unknown(), text: z.unknown(), options: z.unknown() }).strict())
		: z.object(PLAIN).strict();
	const read = shape.safeParse(answer);
	const problems = read.success
		? []
		: read.error.issues.map(({ path, message }) => `${path.join('.') || 'answer'}: ${message}`);
	const response = typeof answer === 'object' && answer !== null && 'response' in answer ? answer.response : undefined;
	if (typeof response === 'string' && !responseKeys.includes(response)) {
		problems.push(`response: "${response}" is none of the block's exits: ${responseKeys.join(', ')}`);
	}
	return problems;
}

/** Runs a chatbot's webhook block: calls the URL with all that the conversation holds, and takes its answer. */
export async function runChatbotBlock(world: World, call: BlockCall): Promise<BlockResult> {
	const { responseKeys = ['SUCCESS', 'ERROR'] } = call;
	const payload = blockPayload(world, call, responseKeys);
	const started = performance.now();
	try {
		const response = await fetch(call.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json; charset=utf-8' },
			body: JSON.stringify(call.wrapped ? { body: payload } : payload),
			signal: AbortSignal.timeout(60_000),
		});
		const raw = await response.text();
		const durationMs = performance.now() - started;
		const answer = parsed(raw);
		if (response.status !== 200) {
			return { status: response.status, answer, problems: [`HTTP ${response.status}`], durationMs, exit: null };
		}
		const problems = blockAnswerProblems(answer, responseKeys);
		const exit =
			typeof answer === 'object' && answer !== null && 'response' in answer ? String(answer.response) : 'SUCCESS';
		return { status: 200, answer, problems, durationMs, exit };
	} catch (error) {
		const durationMs = performance.now() - started;
		return { status: null, answer: null, problems: [String(error)], durationMs, exit: null };
	}
}

function parsed(raw: string): unknown {
	if (raw === '') return undefined;
	try {
		return JSON.parse(raw);
	} catch {
		return raw;
	}
}

function blockPayload(world: World, call: BlockCall, responseKeys: string[]): object {
	const { account } = world;
	const session = findSession(world, call.sessionId);
	const contact = findContact(world, session.contactId ?? '');
	const channel = find(account.channels, session.channelId, 'Canal');
	const messages = account.messagesOfSession.get(session.id) ?? [];
	const lastOut = messages.findLastIndex(({ origin }) => origin !== 'GATEWAY');
	const unanswered = messages.slice(lastOut + 1);
	const last = messages.findLast(({ origin }) => origin === 'GATEWAY');
	const fileOf = (message: Message): object | null => {
		const file = account.files.get(message.fileId ?? '');
		if (file === undefined) return null;
		const { id, mimeType, publicUrl, name, size, extension } = fileView(world, file);
		return { id, mimeType, publicUrl, name, size, extension };
	};
	return {
		responseKeys,
		sessionId: session.id,
		session: {
			id: session.id,
			createdAt: session.createdAt,
			departmentId: session.departmentId,
			userId: session.userId,
			number: session.number,
			utm: session.utm,
		},
		channel: {
			id: channel.id,
			key: channel.number?.replace(/\D/g, '') ?? channel.identity.humanId ?? null,
			platform: channel.identity.platform ?? null,
			displayName: channel.identity.displayName ?? null,
		},
		contact: {
			id: contact.id,
			name: contact.name,
			'first-name': contact.name?.split(' ')[0] ?? null,
			phonenumber: contact.phoneNumber,
			'display-phonenumber': formattedPhone(contact.phoneNumber),
			email: contact.email,
			instagram: contact.instagram,
			tags: contact.tagIds.flatMap((id) => account.tags.get(id)?.name ?? []),
			annotation: contact.annotation,
			metadata: contact.metadata,
			...contact.customFields,
		},
		questions: call.questions ?? {},
		menus: call.menus ?? {},
		templates: {},
		metadata: { ...session.metadata, ...call.metadata },
		lastContactMessage: last?.text ?? null,
		lastMessage: last && {
			id: last.id,
			createdAt: last.createdAt,
			type: last.type,
			text: last.text,
			fileId: last.fileId,
			file: fileOf(last),
		},
		lastMessagesAggregated: {
			text: unanswered.flatMap((message) => message.text ?? []).join('\n'),
			files: unanswered.flatMap((message) => fileOf(message) ?? []),
		},
	};
}
