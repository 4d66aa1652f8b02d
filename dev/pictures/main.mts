import { startWorld } from '../../test/e2e/world.mts';
import { takePictures } from './album.mts';

/**
 * `npm run pictures [-- <part of a name>]`: takes the pictures of the docs from a real n8n with the packed package, for
 * light and dark pages. They are small WebP files in docs/pictures; artifacts/pictures has them as they were taken.
 */
const world = await startWorld((line) => console.log(line));
try {
	await takePictures(world, new RegExp(process.argv[2] ?? ''));
} finally {
	await world.stop();
}
process.exit(0);
