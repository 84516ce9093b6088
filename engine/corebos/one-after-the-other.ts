import { withoutFullStop } from '../without-full-stop';
import { CoreBosError } from './corebos-error';

/** Things that an error names; the others are counted. */
const MOST_NAMED = 50;

/**
 * Writes one thing after the other. What fails leaves the rest as it is, and its error names what
 * was done before: nobody could tell it from the error of the one call.
 *
 * @param ids what to write, such as web service ids
 * @param done what became of them, for people: `deleted`
 * @param write writes one of them; the ids that it returns are named instead of its own
 * @throws CoreBosError with the outcome of the call that failed; anything else that `write` throws
 * as it is
 */
export async function oneAfterTheOther(
	ids: Iterable<string>,
	done: string,
	write: (id: string) => Promise<string[]>,
): Promise<string[]> {
	const written: string[] = [];
	for (const id of ids) {
		try {
			written.push(...(await write(id)));
		} catch (error) {
			throw written.length === 0 ? error : naming(error, id, `${done} before: ${named(written)}`);
		}
	}
	return written;
}

function naming(error: unknown, id: string, before: string): unknown {
	if (!(error instanceof CoreBosError)) return error;
	const reason = `${id}: ${withoutFullStop(error.reason)}; ${before}`;
	return new CoreBosError({ ...error, reason });
}

function named(ids: string[]): string {
	const more = ids.length - MOST_NAMED;
	const list = ids.slice(0, MOST_NAMED).join(', ');
	return more > 0 ? `${list} and ${more} more` : list;
}
