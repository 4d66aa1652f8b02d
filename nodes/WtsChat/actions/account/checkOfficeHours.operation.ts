import { getOfficeHours, officeState, timezoneProblem } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { DATE_HINT } from '../../shared/lists';
import { optionsField } from '../../shared/runOptions';

export const checkOfficeHours = defineOperation({
	value: 'checkOfficeHours',
	name: 'Check Office Hours',
	action: 'Check office hours of account',
	description: 'Find out whether the account is open, now or at a time, and when it opens and closes next',
	fields: [
		{
			displayName: 'At',
			name: 'at',
			type: 'dateTime',
			default: '',
			description: 'The time to check, in the time zone of the workflow unless the value says otherwise; empty for now',
			hint: DATE_HINT,
		},
		optionsField([
			{
				displayName: 'Timezone',
				name: 'timezone',
				type: 'string',
				default: '',
				placeholder: 'e.g. Europe/Lisbon',
				description:
					'Where the office is, when its clocks change in summer: the account itself knows a fixed offset from ' +
					'UTC only',
			},
		]),
	],
	read(item) {
		const options = item.group('options');
		const timezone = options.optionalText('timezone')?.trim() || undefined;
		const problem = timezone === undefined ? undefined : timezoneProblem(timezone);
		if (problem !== undefined) {
			throw options.inputError('timezone', `${problem}: "${timezone}"`, 'Write it like America/Sao_Paulo.');
		}
		const at = item.optionalDateTime('at');
		return { time: at === undefined ? undefined : Date.parse(at), timezone };
	},
	async execute({ time, timezone }, client) {
		return officeState(await getOfficeHours(client), time ?? Date.now(), timezone);
	},
});
