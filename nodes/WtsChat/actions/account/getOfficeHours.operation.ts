import { type OfficeHours, getOfficeHours as officeHoursOf } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { compact, type Simple } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';

/** Office hours as people and models use them: the active days with their times. */
function simplifyOfficeHours({ limitHours, offlineResponse, timezoneDiff, days }: OfficeHours): Simple {
	return compact({
		limitHours,
		offlineResponse: offlineResponse ?? undefined,
		timezoneDiff: timezoneDiff ?? undefined,
		days: (days ?? [])
			.filter(({ active }) => active !== false)
			.map(({ dayWeek, periods }) => ({
				dayWeek,
				periods: (periods ?? []).map(({ startTime, endTime }) => `${startTime ?? ''}-${endTime ?? ''}`),
			})),
	});
}

export const getOfficeHours = defineOperation({
	value: 'getOfficeHours',
	name: 'Get Office Hours',
	action: 'Get office hours of account',
	description: 'Get the days and times at which the account is served, and its text for other times',
	fields: [simplifyField, optionsField()],
	read: (item) => ({ simplify: readSimplify(item) }),
	async execute({ simplify }, client) {
		const hours = await officeHoursOf(client);
		return simplify ? simplifyOfficeHours(hours) : hours;
	},
});
