const FOREIGN_CODES = ['351', '595', '598', '52', '54', '56', '57', '34', '44', '47', '49', '33', '39', '1'];

/** The digits of a phone with its country code: 10 and 11 digits without a plus are Brazilian to the platform. */
export function digitsOf(phone: string): string {
	const digits = phone.replace(/\D/g, '');
	return /^\d{10,11}$/.test(phone.trim()) ? `55${digits}` : digits;
}

/** `+55|11999999999`, the stored notation, of digits with the country code. */
export function storedPhone(digits: string): string {
	const code = digits.startsWith('55') && digits.length >= 12 ? '55' : FOREIGN_CODES.find((c) => digits.startsWith(c));
	return code === undefined ? `+${digits.slice(0, 2)}|${digits.slice(2)}` : `+${code}|${digits.slice(code.length)}`;
}

/** The local, masked form that the platform shows beside the stored one. */
export function formattedPhone(stored: string | null): string | null {
	if (stored === null) return null;
	const [code = '', local = ''] = stored.slice(1).split('|');
	if (code !== '55' || local.length < 10) return `+${code} ${local}`;
	return `(${local.slice(0, 2)}) ${local.slice(2, -4)}-${local.slice(-4)}`;
}

/** Whether digits are a number that can exist: a Brazilian one is 55, area code and 8 or 9 digits. */
export function isReachableNumber(digits: string): boolean {
	if (digits.startsWith('55')) return /^55[1-9]\d(\d{8}|9\d{8})$/.test(digits);
	if (digits.startsWith('1')) return /^1[2-9]\d{9}$/.test(digits);
	return /^\d{8,15}$/.test(digits) && FOREIGN_CODES.some((code) => digits.startsWith(code));
}
