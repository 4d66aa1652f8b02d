import type { IBinaryKeyData } from 'n8n-workflow';

import type { RemoteFile } from '../platform/files';

/** A record of which something is still to be done when its operation has ended: see finishing.ts. */
export abstract class UnfinishedRecord {
	protected constructor(readonly json: object) {}
}

/** A record whose files are to be fetched and to go beside it, in the binary field `field` and those that follow it. */
export class RecordWithFiles extends UnfinishedRecord {
	constructor(
		json: object,
		readonly files: readonly RemoteFile[],
		readonly field: string,
	) {
		super(json);
	}
}

/** A record that also answers the call which waits for this workflow, such as a chatbot's webhook block. */
export class RecordAsAnswer extends UnfinishedRecord {
	constructor(json: object) {
		super(json);
	}
}

/** A record after which the execution waits: what comes out when nothing resumes it in time, and when that is. */
export class RecordThatWaits extends UnfinishedRecord {
	constructor(
		json: object,
		readonly until: Date,
	) {
		super(json);
	}
}

/** A record whose files are there. */
export class RecordWithBinary {
	constructor(
		readonly json: object,
		readonly binary: IBinaryKeyData,
	) {}
}
