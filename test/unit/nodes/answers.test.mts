import { answerOf, type Expected, patternProblem, plainText } from '../../../nodes/WtsChat/listening/answers';
import { cpuMs } from '../../bed/cpu.mts';

const approval: Expected = { type: 'approval', approve: 'Pode fazer', decline: 'De jeito nenhum' };
const choice: Expected = { type: 'choice', choices: ['Manhã', 'Tarde', '3 horas'] };

describe('answers', () => {
	test.each([
		['sim', true],
		['  Sím! ', true],
		['YES', true],
		['si', true],
		['Sí.', true],
		['1', true],
		['pode fazer', true],
		['👍🏽', true],
		['não', false],
		['NAO', false],
		['No', false],
		['2', false],
		['de jeito nenhum!', false],
	])('%j is %s', (text, approved) => {
		expect(answerOf(approval, text, false)).toEqual({ approved });
	});

	test.each(['', 'sim, mas não', 'talvez', '12', '1 2', 'yesterday', 'nobody', 'approved: false'])(
		'%j is neither yes nor no',
		(text) => expect(answerOf(approval, text, false)).toBeUndefined(),
	);

	test('a label goes before the words that are known', () => {
		const turned: Expected = { type: 'approval', approve: 'No', decline: 'Yes' };
		expect(answerOf(turned, 'no', false)).toEqual({ approved: true });
		expect(answerOf(turned, 'yes', false)).toEqual({ approved: false });
	});

	test.each([
		['2', 'Tarde'],
		['manha', 'Manhã'],
		['MANHÃ!', 'Manhã'],
		['3', '3 horas'],
		['3 horas', '3 horas'],
		['4', undefined],
		['0', undefined],
		['de manhã', undefined],
	])('of the choices %j is %s', (text, expected) => {
		expect(answerOf(choice, text, false)).toEqual(expected === undefined ? undefined : { choice: expected });
	});

	test('free text takes anything, a file too; with accepted answers only those', () => {
		expect(answerOf({ type: 'freeText', accepted: [] }, 'hm', false)).toEqual({ text: 'hm' });
		expect(answerOf({ type: 'freeText', accepted: [] }, null, true)).toEqual({ text: '' });
		expect(answerOf({ type: 'freeText', accepted: [] }, null, false)).toBeUndefined();
		const accepted = ['Cancelar', '/^\\d{5}-?\\d{3}$/'];
		expect(answerOf({ type: 'freeText', accepted }, ' CANCELAR ', false)).toEqual({ text: ' CANCELAR ' });
		expect(answerOf({ type: 'freeText', accepted }, '01310-100', false)).toEqual({ text: '01310-100' });
		expect(answerOf({ type: 'freeText', accepted }, '1310', false)).toBeUndefined();
		expect(answerOf({ type: 'freeText', accepted }, null, true)).toBeUndefined();
	});

	test.each([
		'/(a+)+$/',
		'/(a|aa)+$/',
		'/([a-z]+)*x/',
		'/(?:a*)*/',
		'/((a+)b?)*c/',
		'/(x{1,50}){1,50}$/',
		'/(a)\\1+/',
		'/.*.*.*.*=/',
		'/\\w+\\s*\\w+\\s*\\w+$/',
		`/${'a'.repeat(201)}/`,
		'/a*a*a*b/',
		'/(/',
	])('the pattern %s is refused', (pattern) => expect(patternProblem(pattern)).toBeDefined());

	test.each([
		'/^\\d{3}\\.?\\d{3}\\.?\\d{3}-?\\d{2}$/',
		'/^(sim|não)$/i',
		'/order\\s+(\\d+)/',
		'/[(+*)]+/',
		'a+b',
		'1/2',
	])('the answer %s is taken', (pattern) => expect(patternProblem(pattern)).toBeUndefined());

	test('what is taken is quick on texts made to be slow', async () => {
		const texts = ['a'.repeat(5_000), '1 '.repeat(2_500), `${'a '.repeat(2_000)}!`];
		const cost = await cpuMs(() => {
			for (const text of texts) {
				answerOf(
					{ type: 'freeText', accepted: ['/a*a*b/', '/^a*a*a*b/', '/^\\s*\\w+\\s*$/', '/(\\d+ )?x$/'] },
					text,
					false,
				);
			}
		});
		expect(cost).toBeLessThan(2_000);
	});

	test('plain text', () => expect(plainText(' «Olá,   Mundo»! ')).toBe('ola, mundo'));
});
