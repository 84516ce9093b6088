import { CoreBosError } from './corebos-error';

/**
 * What is asked after a record was written, such as how it looks now. What fails then must not be
 * taken for a failed write: the error says that the record is there, and which one.
 *
 * @param id web service id of the record
 * @param work what comes after the write
 * @throws CoreBosError with the outcome `done`; anything else that `work` throws as it is
 */
export async function afterWrite<Result>(
	id: unknown,
	work: () => Promise<Result>,
): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof CoreBosError)) throw error;
		throw new CoreBosError({
			...error,
			reason: `the record ${String(id)} was written, but what followed failed: ${error.reason}`,
			outcome: 'done',
		});
	}
}
