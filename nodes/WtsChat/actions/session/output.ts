import type { Session } from '../../../../client';
import { sessionOutput } from '../../shared/output';

/** A session as a change of it is answered; an empty answer says that it took effect. */
export function changedSession(session: Session | undefined, simplify: boolean): object {
	if (session === undefined) return { success: true };
	return sessionOutput(session, simplify);
}
