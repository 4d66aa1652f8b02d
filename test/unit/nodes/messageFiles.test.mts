import { RecordWithFiles } from '../../../nodes/WtsChat/core/operation';
import { messageOutput } from '../../../nodes/WtsChat/shared/messageFiles';

type Message = Parameters<typeof messageOutput>[0];

const filesOf = (details: Message['details']) => {
	const output = messageOutput({ id: 'm', fileId: 'a', details }, { simplify: true, download: 'data' });
	return output instanceof RecordWithFiles ? output.files : undefined;
};

const [PICTURE, SHEET] = ['https://files.example/1', 'https://files.example/2?download=true'];

test('the files of a message are those of all three places, each once', () => {
	const file = { id: 'a', name: 'one.png', mimeType: 'image/png', publicUrl: PICTURE };
	const link = { file: { publicUrlDownload: SHEET, extension: '.xlsx' } };
	expect(filesOf({ file, files: [file, { publicUrl: PICTURE, name: 'again.png' }], fileAsLink: link })).toEqual([
		{ url: PICTURE, name: 'one.png', mimeType: 'image/png' },
		{ url: PICTURE, name: 'again.png', mimeType: undefined },
		{ url: SHEET, name: 'file.xlsx', mimeType: undefined },
	]);
});

test('a file without a name is called by its ID and its ending', () => {
	expect(filesOf({ file: { id: 'a', extension: '.pdf', publicUrl: null, publicUrlDownload: SHEET } })).toEqual([
		{ url: SHEET, name: 'a.pdf', mimeType: undefined },
	]);
});

test.each([undefined, {}, { files: [] }, { file: {} }])('details that show no file: %j', (details) => {
	expect(filesOf(details)).toEqual([]);
});

test.each([null, 'files/1.pdf'])('a file whose address is %j is refused by its name', (publicUrl) => {
	expect(() => filesOf({ file: { id: 'a', name: 'one.pdf', publicUrl } })).toThrow(
		'The file "one.pdf" has no address to download it from',
	);
});
