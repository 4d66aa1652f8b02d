import { createHash, randomBytes } from 'node:crypto';
import type { Request, Response, Router } from 'express';
import type { CoreSchemas } from './contract-types.mts';
import { NotFound, refused } from './errors.mts';
import { sampleContent } from './samples.mts';
import { typeOfExtension } from './sending.mts';
import type { StoredFile, Upload } from './state.mts';
import { signature } from './views.mts';
import type { World } from './world.mts';

/** Contents up to this size are kept for downloads; of larger ones only size and hash. */
const KEPT_BYTES = 1_048_576;

interface Hooks {
	world: World;
	violation(request: Request, text: string): void;
}

/** Step 1 of an upload: a temporary ID and the URL for the bytes. */
export function beginUpload(
	world: World,
	query: { Type: CoreSchemas['FileType']; Name: string; MimeType?: string },
): CoreSchemas['FileUploadUrl'] {
	const upload: Upload = {
		tempFileId: world.random.uuid(),
		key: world.random.uuid().replaceAll('-', ''),
		signature: randomBytes(16).toString('hex'),
		expiresAt: Date.now() + world.quirks.uploadUrlLifetimeMs,
		name: query.Name,
		mimeType: query.MimeType ?? 'application/octet-stream',
		type: query.Type,
		received: null,
		savedAs: null,
	};
	world.account.uploads.set(upload.tempFileId, upload);
	const lifetime = Math.floor(world.quirks.uploadUrlLifetimeMs / 1000);
	return {
		tempFileId: upload.tempFileId,
		urlUpload: `${world.url}/upload/${upload.key}?X-Amz-Expires=${lifetime}&X-Amz-Signature=${upload.signature}`,
	};
}

/** Step 3: the upload becomes a file for good. */
export function saveUpload(world: World, tempFileId: string): CoreSchemas['File'] {
	const upload = world.account.uploads.get(tempFileId);
	if (upload === undefined) throw new NotFound('Arquivo não encontrado');
	if (upload.received === null) throw refused('O conteúdo do arquivo ainda não foi enviado');
	const { size, sha256, content } = upload.received;
	const extension = upload.name.includes('.') ? `.${upload.name.split('.').at(-1)}` : '';
	const type = upload.type === 'UNDEFINED' ? typeOfExtension(extension) : upload.type;
	// Images and videos are compressed again on their way; documents arrive as they are.
	const shrinks = type === 'IMAGE' || type === 'VIDEO';
	const stored = shrinks ? Math.ceil(size * 0.7) : size;
	const known = upload.savedAs === null ? undefined : world.account.files.get(upload.savedAs);
	const file: StoredFile = known ?? {
		id: world.random.uuid(),
		createdAt: world.clock.now(),
		companyId: world.account.companyId,
		userId: null,
		name: upload.name,
		extension,
		mimeType: upload.mimeType,
		type,
		size: stored,
		uploadedSize: size,
		sha256: shrinks ? null : sha256,
		content: content === null ? null : content.subarray(0, stored),
		sourceUrl: null,
	};
	upload.savedAs = file.id;
	world.account.files.set(file.id, file);
	return {
		id: file.id,
		companyId: file.companyId,
		userId: null,
		name: file.name,
		extension: file.extension,
		mimeType: file.mimeType,
		type: file.type,
		key: `${file.companyId}/${upload.key}`,
		size: file.size,
	};
}

/** The storage host: takes bytes by signed URL and serves public files. Knows no tokens. */
export function mountStorage(router: Router, hooks: Hooks): void {
	router.put('/upload/:key', (request, response) => {
		void receive(hooks, request, response);
	});
	router.get('/files/:id/:name', (request, response) => serve(hooks.world, request, response));
}

async function receive({ world, violation }: Hooks, request: Request, response: Response): Promise<void> {
	const upload = [...world.account.uploads.values()].find((candidate) => candidate.key === request.params.key);
	const refuse = (status: number, code: string, text: string): void => {
		request.resume();
		response
			.status(status)
			.type('application/xml')
			.send(`<Error><Code>${code}</Code><Message>${text}</Message></Error>`);
	};
	if (request.headers.authorization !== undefined) {
		violation(request, 'header Authorization must not be sent to the upload URL');
		return refuse(400, 'InvalidArgument', 'Only one auth mechanism allowed');
	}
	if (upload === undefined || request.query['X-Amz-Signature'] !== upload.signature) {
		return refuse(403, 'SignatureDoesNotMatch', 'The request signature does not match');
	}
	if (Date.now() > upload.expiresAt) return refuse(403, 'AccessDenied', 'Request has expired');
	if (request.headers['transfer-encoding'] === 'chunked' && request.headers['content-length'] === undefined) {
		violation(request, 'an upload needs a Content-Length: the storage takes no chunked body');
		return refuse(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
	}
	const hash = createHash('sha256');
	let size = 0;
	let kept: Buffer[] | null = [];
	try {
		for await (const chunk of request as AsyncIterable<Buffer>) {
			hash.update(chunk);
			size += chunk.length;
			if (size > KEPT_BYTES) kept = null;
			kept?.push(chunk);
		}
	} catch {
		// The client went away: nothing was received.
		return;
	}
	upload.received = {
		size,
		sha256: hash.digest('hex'),
		content: kept === null ? null : Buffer.concat(kept),
		contentType: request.headers['content-type'] ?? null,
	};
	response.status(200).end();
}

function serve(world: World, request: Request, response: Response): void {
	const file = world.account.files.get(String(request.params.id));
	const expires = Number(request.query.Expires);
	const forbid = (text: string): void => {
		response
			.status(403)
			.type('application/xml')
			.send(`<Error><Code>AccessDenied</Code><Message>${text}</Message></Error>`);
	};
	if (file === undefined || request.query.Signature !== signature(world, file.id, expires))
		return forbid('Access Denied');
	if (expires * 1000 < Date.now()) return forbid('Request has expired');
	if (request.query.download === 'true') response.attachment(file.name);
	response.type(file.mimeType);
	if (file.content !== null) return void response.send(file.content);
	if (file.size === 0) return void response.send(sampleContent(file.type));
	// Too large to have been kept: as many bytes as it had, written in pieces.
	response.setHeader('content-length', file.size);
	const piece = Buffer.alloc(65_536);
	let left = file.size;
	const pump = (): void => {
		while (left > 0) {
			const next = left >= piece.length ? piece : piece.subarray(0, left);
			left -= next.length;
			if (!response.write(next)) return void response.once('drain', pump);
		}
		response.end();
	};
	pump();
}
