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
			throw afterWriting(error, `${id}: `, done, written);
		}
	}
	return written;
}

/**
 * The error of a call, with what was done before it.
 *
 * @param what goes before the reason: what the call was for
 * @param done what became of the things that were written: `deleted`
 * @param written their ids
 * @returns the error itself where nothing was written, and one that is not of the web service
 */
export function afterWriting(
	error: unknown,
	what: string,
	done: string,
	written: string[],
): unknown {
	if (!(error instanceof CoreBosError) || written.length === 0) return error;
	const reason = `${what}${withoutFullStop(error.reason)}; ${done} before: ${named(written)}`;
	return new CoreBosError({ ...error, reason });
}

function named(ids: string[]): string {
	const more = ids.length - MOST_NAMED;
	const list = ids.slice(0, MOST_NAMED).join(', ');
	return more > 0 ? `${list} and ${more} more` : list;
}
