import { CoreBosError } from '../../engine/corebos';

/** The error that a call ends in; the test fails where there is none, or another kind. */
export async function failure(promise: Promise<unknown>): Promise<CoreBosError> {
	const error: unknown = await promise.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	expect(error).toBeInstanceOf(CoreBosError);
	return error as CoreBosError;
}
