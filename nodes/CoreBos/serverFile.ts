import { ParameterError } from '../transport/parameterError';
import type { NodeConnection } from '../transport/coreBosConnection';

/**
 * A file that the web server of the install gives out.
 *
 * @param path from the folder of coreBOS, such as `storage/2026/November/week4/9190_face.png`
 * @param what the file is, for the error
 * @param otherwise what to do where the web server does not give it out
 * @throws ParameterError with the status of the answer, where it is not 200
 */
export async function serverFile(
	connection: NodeConnection,
	path: string,
	what: string,
	otherwise: string,
): Promise<Buffer> {
	const { status, body } = await connection.file(path);
	if (status === 200) return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body);
	throw new ParameterError(
		`${what} was not downloaded: the web server of coreBOS answered ${status}`,
		`The web server must deliver files of the folder "${path.split('/')[0]}". ${otherwise}`.trim(),
	);
}
