/** The part of the account's limits that events may use: the rest is for what is sent. */
export const LIMIT_SHARE = 0.5;
