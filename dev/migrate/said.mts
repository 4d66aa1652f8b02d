/** What is said of a node. */
export interface NodeReport {
	readonly name: string;
	/** For nodes of the older package: what they were and are. */
	readonly operation?: string;
	readonly todo: string[];
	readonly changed: string[];
}

/** What is said of a workflow. */
export interface WorkflowReport {
	readonly title: string;
	readonly migrated: number;
	/** Names of the credentials that are to be made. */
	readonly credentials: readonly string[];
	readonly nodes: readonly NodeReport[];
}
