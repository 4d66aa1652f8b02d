import { readAnswer, WtsApiError } from '../../../client';

const WRITE = 'POST /chat/v1/session/{id}/message';
const LOOKUP = 'GET /chat/v2/session/{id}';
const LIST = 'GET /core/v1/contact';

function errorOf(
	given: { status?: number; text?: string | null; key?: string; body?: string },
	endpoint = WRITE,
): WtsApiError {
	const { status = 500, text = null, key = 'FORM_ERROR' } = given;
	const body = given.body ?? JSON.stringify({ error: true, key, text });
	try {
		readAnswer({ status, headers: {}, body }, endpoint);
	} catch (error) {
		if (error instanceof WtsApiError) return error;
		throw error;
	}
	throw new Error('Expected an error');
}

describe('HTTP 500 with FORM_ERROR', () => {
	test.each<[string, WtsApiError['topic'], RegExp]>([
		['Mensagem fora da janela de 24 horas', 'window', /template/],
		['The message is outside the 24 hour window', 'window', /template/],
		['La conversación está fuera de la ventana de 24h', 'window', /template/],
		['Já existe um contato com este telefone', 'exists', /one that exists/],
		['Contact already exists', 'exists', /one that exists/],
		['Há um chatbot em execução no atendimento', 'chatbotRunning', /Stop it first/],
		['Modelo não aprovado', 'template', /approved/],
		['Canal inativo', 'channel', /active/],
		['Atendimento já finalizado', 'sessionClosed', /is over/],
		['Arquivo muito grande', 'file', /size/],
		['Telefone inválido', 'phone', /phone number/],
	])('of a write that says %j is a refusal about "%s"', (text, topic, hint) => {
		const error = errorOf({ text });
		expect(error).toMatchObject({ code: 'INVALID_REQUEST', retryable: false, ambiguous: false, text, topic });
		expect(error.message).toBe(`The request was refused: ${text}`);
		expect(error.hint).toMatch(hint);
		expect(error.hint).not.toMatch(/\bID\b/);
	});

	test.each([null, 'Não foi possível', 'Erro 17'])('of a write that says %j has a neutral hint', (text) => {
		const error = errorOf({ text });
		expect(error.code).toBe('INVALID_REQUEST');
		expect(error.hint).toBe('Change what the server complains about, then try again.');
	});

	test.each([
		['Contato não encontrado', /contact/],
		['Canal não encontrado', /channel that sends/],
		['Template not found', /template/],
		['Usuário não existe', /agent/],
		['Registro inexistente', /ID or phone number/],
	])('of a write that says %j is "not found"', (text, hint) => {
		expect(errorOf({ text })).toMatchObject({ code: 'NOT_FOUND', ambiguous: false });
		expect(errorOf({ text }).hint).toMatch(hint);
	});

	test('of a look-up is "not found", whatever it says', () => {
		for (const text of [null, 'Ocorreu um erro', 'Telefone não cadastrado']) {
			expect(errorOf({ text }, LOOKUP).code).toBe('NOT_FOUND');
		}
		expect(errorOf({ text: 'Campo de ordenação inválido' }, LIST).code).toBe('INVALID_REQUEST');
	});
});

test('HTTP 413 as a page is about the size, and other pages are about what is in front of the API', () => {
	const body = '<html><head><title>413</title></head></html>';
	expect(errorOf({ status: 413, body })).toMatchObject({ code: 'INVALID_REQUEST', topic: 'tooLarge' });
	expect(errorOf({ status: 413, body }).hint).toContain('too large');
	expect(errorOf({ status: 403, body }).hint).toContain('proxy or firewall');
	expect(errorOf({ status: 404, body }).hint).toContain('base URL');
});

describe('200 with error: true', () => {
	const error = (httpStatusCode: unknown, key = 'SOME', endpoint = WRITE) =>
		errorOf({ status: 200, body: JSON.stringify({ error: true, key, text: 'Erro', httpStatusCode }) }, endpoint);

	test.each(['InternalServerError', 'INTERNALSERVERERROR', 500, '500', 'BadGateway', 503])(
		'that names %j may have been carried out',
		(status) => {
			expect(error(status)).toMatchObject({ code: 'SERVER_ERROR', ambiguous: true, retryable: false, httpStatus: 200 });
			expect(error(status, 'SOME', LOOKUP)).toMatchObject({ ambiguous: false, retryable: true });
		},
	);

	test.each(['TooManyRequests', 429])('that names %j is tried again', (status) => {
		expect(error(status)).toMatchObject({ code: 'RATE_LIMITED', ambiguous: false, retryable: true });
	});

	test.each([
		['BadRequest', 'INVALID_REQUEST'],
		['Forbidden', 'FORBIDDEN'],
		['NotFound', 'NOT_FOUND'],
		['OK', 'INVALID_REQUEST'],
		[null, 'INVALID_REQUEST'],
	])('that names %j is %s', (status, code) => {
		expect(error(status)).toMatchObject({ code, ambiguous: false, retryable: false });
	});
});

test('control characters are taken out of the text, and endless ones are cut', () => {
	// What terminals act upon goes whole; brackets after a line break are text.
	expect(errorOf({ status: 400, text: 'a\u001b[1;31m\r\nb\u009b0m \u202ec\n[d]\u0007' }).text).toBe('a b c [d]');
	expect(errorOf({ status: 400, text: 'x'.repeat(5_000) }).text).toHaveLength(1_001);
});
