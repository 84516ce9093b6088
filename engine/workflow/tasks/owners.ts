import { WorkflowError } from '../workflow-error';
import { recordNamed } from './named-record';
import type { TaskRun } from './task-run';

/**
 * The user or group of a name.
 *
 * @param name user name or name of a group
 * @returns its web service id; undefined where there is neither
 * @throws WorkflowError where no install can be asked; whatever the client throws
 */
export async function ownerOf({ client }: TaskRun, name: string): Promise<string | undefined> {
	if (name.trim() === '') return undefined;
	if (client === undefined) {
		throw new WorkflowError(
			`The owner "${name.slice(0, 60)}" cannot be looked up: no coreBOS credential is selected`,
			{
				description: 'Choose a coreBOS API credential in the node, or enter the ID of the owner.',
			},
		);
	}
	const find = async (module: string, field: string): Promise<string | undefined> => {
		const found = await recordNamed(client, module, field, name);
		return found === undefined ? undefined : String(found.id);
	};
	return (await find('Users', 'user_name')) ?? (await find('Groups', 'groupname'));
}
