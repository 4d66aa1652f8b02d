import * as n8n from 'n8n-workflow';

const TRIES = 10;

/** What n8n's regular expressions throw after a quarter of a second, by the clock. */
const isTimeout = (error: unknown) =>
	error instanceof Error && error.message === 'Regular expression execution timed out';

/**
 * On a busy machine a process may stand still for longer than n8n gives a regular expression. One that really takes so
 * long takes it each time, and still fails here.
 */
function patient<Given extends unknown[], Result>(method: (...given: Given) => Result) {
	return (...given: Given): Result => {
		for (let left = TRIES - 1; ; left--) {
			try {
				return method(...given);
			} catch (error) {
				if (left === 0 || !isTimeout(error)) throw error;
			}
		}
	};
}

// Older engines have no such limit.
if ('safeRegex' in n8n) {
	const { safeRegex } = n8n;
	const { exec, test, replace, matchAll, split } = safeRegex;
	Object.assign(safeRegex, {
		exec: patient(exec),
		test: patient(test),
		replace: patient(replace),
		matchAll: patient(matchAll),
		split: patient(split),
	});
}
