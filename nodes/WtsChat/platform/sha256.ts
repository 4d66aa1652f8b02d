import { createHash } from 'crypto';

/** The SHA-256 of a text or of bytes, in hexadecimal digits. */
export function sha256(data: string | Buffer): string {
	return createHash('sha256').update(data).digest('hex');
}
