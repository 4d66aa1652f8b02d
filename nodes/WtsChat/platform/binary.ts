import { createHash } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import type { FileContent } from '../../../client';

/** The content of a binary field, opened anew each time and never held in memory when n8n stores it. */
export async function binaryContent(context: IExecuteFunctions, binary: IBinaryData): Promise<FileContent> {
	const { id, mimeType, fileName, fileExtension } = binary;
	const name = fileName ?? `file${fileExtension ? `.${fileExtension}` : ''}`;
	if (id !== undefined) {
		const { fileSize } = await context.helpers.getBinaryMetadata(id);
		return {
			name,
			mimeType,
			size: fileSize,
			identity: id,
			open: async () => await context.helpers.getBinaryStream(id),
		};
	}
	const bytes = Buffer.from(binary.data, 'base64');
	return {
		name,
		mimeType,
		size: bytes.length,
		identity: createHash('sha256').update(bytes).digest('hex'),
		open: async () => bytes,
	};
}
