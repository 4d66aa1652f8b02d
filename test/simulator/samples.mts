import type { StoredFile } from './state.mts';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

/** Bytes of a small file of the given type, the same every time. */
export function sampleContent(type: StoredFile['type']): Buffer {
	if (type === 'IMAGE') return Buffer.from(PNG, 'base64');
	if (type === 'PDF') return Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
	if (type === 'AUDIO') return Buffer.concat([Buffer.from('OggS'), Buffer.alloc(60)]);
	return Buffer.from('conteudo\n');
}
