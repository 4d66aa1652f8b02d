/** The ends of the addresses at which the platform calls the nodes of this package. */
export const WEBHOOK_PATHS = {
	/** The account's events, to the trigger. */
	events: 'events',
	/** A chatbot's webhook block, to the trigger. */
	chatbotBlock: 'chatbot-block',
	/** The account's events, to a node that asks. */
	replies: 'replies',
} as const;
