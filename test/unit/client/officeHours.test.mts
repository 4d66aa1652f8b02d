import { type OfficeHours, officeState, timezoneProblem } from '../../../client';

const WEEK = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];

/** The same times on the given days; at an offset from UTC in hours. */
function hours(
	periods: Array<[string, string]>,
	days = WEEK.slice(0, 5),
	timezoneDiff: number | null = -3,
): OfficeHours {
	return {
		limitHours: true,
		offlineResponse: 'Voltamos às 8h.',
		timezoneDiff,
		days: WEEK.map((dayWeek) => ({
			dayWeek,
			active: days.includes(dayWeek),
			periods: periods.map(([startTime, endTime]) => ({ startTime, endTime })),
		})),
	};
}

const at = (hoursOf: OfficeHours, time: string, timezone?: string) => officeState(hoursOf, Date.parse(time), timezone);
const OFFICE = hours([
	['08:00', '12:00'],
	['13:00', '18:00'],
]);

describe('with a fixed offset', () => {
	test('open: when it closes, and when it opens after that', () => {
		// A Friday.
		expect(at(OFFICE, '2026-11-20T13:30:00Z')).toEqual({
			isOpen: true,
			closesAt: '2026-11-20T12:00:00-03:00',
			opensAt: '2026-11-20T13:00:00-03:00',
			offlineResponse: 'Voltamos às 8h.',
			at: '2026-11-20T10:30:00-03:00',
			timezone: '-03:00',
			limitHours: true,
		});
	});

	test.each([
		['before the day', '2026-11-20T10:59:59Z', false, '2026-11-20T08:00:00-03:00', '2026-11-20T12:00:00-03:00'],
		['on the minute it opens', '2026-11-20T11:00:00Z', true, '2026-11-20T13:00:00-03:00', '2026-11-20T12:00:00-03:00'],
		['at lunch', '2026-11-20T15:00:00Z', false, '2026-11-20T13:00:00-03:00', '2026-11-20T18:00:00-03:00'],
		[
			'on the minute it closes',
			'2026-11-20T21:00:00Z',
			false,
			'2026-11-23T08:00:00-03:00',
			'2026-11-23T12:00:00-03:00',
		],
		['on a day off', '2026-11-22T15:00:00Z', false, '2026-11-23T08:00:00-03:00', '2026-11-23T12:00:00-03:00'],
	])('%s', (_, time, isOpen, opensAt, closesAt) => {
		expect(at(OFFICE, time)).toMatchObject({ isOpen, opensAt, closesAt });
	});

	test('across midnight, in the night and on the morning after the last day', () => {
		const bar = hours([['22:00', '02:00']], ['SATURDAY']);
		expect(at(bar, '2026-11-22T04:30:00Z')).toMatchObject({ isOpen: true, closesAt: '2026-11-22T02:00:00-03:00' });
		expect(at(bar, '2026-11-22T05:00:00Z')).toMatchObject({ isOpen: false, opensAt: '2026-11-28T22:00:00-03:00' });
	});

	test('days that touch at midnight are one; all of them never close', () => {
		const always = hours([['00:00', '23:59']], WEEK);
		expect(at(always, '2026-11-22T02:59:30Z')).toMatchObject({ isOpen: true, opensAt: null, closesAt: null });
		const weekdays = hours([['00:00', '00:00']]);
		expect(at(weekdays, '2026-11-20T15:00:00Z')).toMatchObject({
			closesAt: '2026-11-21T00:00:00-03:00',
			opensAt: '2026-11-23T00:00:00-03:00',
		});
	});

	test('half hours, and hours that nobody has', () => {
		expect(at(hours([['09:00', '17:00']], WEEK, 5.5), '2026-11-20T03:30:00Z')).toMatchObject({
			isOpen: true,
			timezone: '+05:30',
			closesAt: '2026-11-20T17:00:00+05:30',
		});
		expect(at(hours([], WEEK), '2026-11-20T15:00:00Z')).toMatchObject({ isOpen: false, opensAt: null, closesAt: null });
	});
});

test.each([
	['days', { dayWeek: 'SEGUNDA', active: true, periods: [{ startTime: '08:00', endTime: '18:00' }] }],
	['times', { dayWeek: 'MONDAY', active: true, periods: [{ startTime: '8h', endTime: '18h' }] }],
])('%s that cannot be read are no hours: refused instead of closed for ever', (_, day) => {
	const odd = { ...OFFICE, days: [day] };
	expect(() => at(odd, '2026-11-20T13:30:00Z')).toThrow(/cannot be read: "(SEGUNDA 08:00-18:00|MONDAY 8h-18h)"/);
	expect(at({ ...odd, limitHours: false }, '2026-11-20T13:30:00Z').isOpen).toBe(true);
	// One day that can be read is something to go by.
	expect(at({ ...odd, days: [day, ...(OFFICE.days ?? [])] }, '2026-11-20T13:30:00Z').isOpen).toBe(true);
	// What is switched off, or empty, says nothing.
	const blank = { ...day, periods: [{ startTime: '', endTime: null }] };
	expect(at({ ...odd, days: [{ ...day, active: false }, blank] }, '2026-11-20T13:30:00Z').opensAt).toBeNull();
});

test('without limits it is open, whatever else the account says', () => {
	expect(at({ ...OFFICE, limitHours: false }, '2026-11-22T15:00:00Z')).toMatchObject({ isOpen: true, closesAt: null });
	expect(at({ limitHours: false }, '2026-11-22T15:00:00Z')).toMatchObject({ isOpen: true, offlineResponse: null });
	expect(at({}, '2026-11-22T15:00:00Z')).toMatchObject({ isOpen: true, limitHours: false });
});

describe('with a time zone', () => {
	const lisbon = hours([['09:00', '18:00']], WEEK, 0);

	test('summer and winter have different offsets', () => {
		expect(at(lisbon, '2026-07-01T08:00:00Z', 'Europe/Lisbon')).toMatchObject({
			isOpen: true,
			closesAt: '2026-07-01T18:00:00+01:00',
		});
		expect(at(lisbon, '2026-12-01T08:00:00Z', 'Europe/Lisbon')).toMatchObject({
			isOpen: false,
			opensAt: '2026-12-01T09:00:00+00:00',
		});
	});

	test('the next opening is on the other side of a change', () => {
		const sunday = hours([['09:00', '18:00']], ['SUNDAY'], 0);
		expect(at(sunday, '2026-03-28T20:00:00Z', 'Europe/Lisbon').opensAt).toBe('2026-03-29T09:00:00+01:00');
		expect(at(sunday, '2026-10-24T20:00:00Z', 'Europe/Lisbon').opensAt).toBe('2026-10-25T09:00:00+00:00');
	});

	test('a time that is skipped is where the clock goes on, one that is there twice is its first', () => {
		// 01:00 to 02:00 is not there on 2026-03-29, and there twice on 2026-10-25.
		const night = hours([['01:30', '05:00']], ['SUNDAY'], 0);
		expect(at(night, '2026-03-28T20:00:00Z', 'Europe/Lisbon').opensAt).toBe('2026-03-29T02:30:00+01:00');
		expect(at(night, '2026-10-24T20:00:00Z', 'Europe/Lisbon').opensAt).toBe('2026-10-25T01:30:00+01:00');
	});

	test('is asked for when the account does not say its offset', () => {
		const unknown = hours([['09:00', '18:00']], WEEK, null);
		expect(() => at(unknown, '2026-07-01T08:00:00Z')).toThrow(/do not say in which time zone/);
		expect(at(unknown, '2026-07-01T13:00:00Z', 'America/Sao_Paulo')).toMatchObject({ isOpen: true });
	});

	test('hours that summer time skips are none', () => {
		const night = hours([['02:00', '03:00']], ['SUNDAY']);
		expect(at(night, '2026-03-08T06:00:00Z', 'America/New_York')).toMatchObject({
			isOpen: false,
			opensAt: '2026-03-15T02:00:00-04:00',
			closesAt: '2026-03-15T03:00:00-04:00',
		});
	});

	test('is not asked for when there are no hours at all: closed on every clock', () => {
		expect(at(hours([], WEEK, null), '2026-07-01T08:00:00Z')).toMatchObject({
			isOpen: false,
			opensAt: null,
			closesAt: null,
			limitHours: true,
		});
	});

	test('has a name that is known', () => {
		expect(timezoneProblem('America/Sao_Paulo')).toBeUndefined();
		expect(timezoneProblem('São Paulo')).toBe('is not a time zone');
	});
});
