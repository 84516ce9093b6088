import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listUsers } from '../../../engine';
import { editorConnection } from './editorConnection';
import { filterItems } from './filterItems';

/** A user and a group may have the same name. */
export function ownerLabel(name: string, isGroup: boolean): string {
	return `${name} (${isGroup ? 'Group' : 'User'})`;
}

/** Users and groups to whom records can be assigned. */
export async function searchOwners(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { call } = await editorConnection(this);
	const users = await listUsers({ call });
	const query = 'select id,groupname from Groups;';
	const groups = (await call('query', { query })) as IDataObject[];
	const items = [
		...users.map(({ id, name }) => ({ name: ownerLabel(name || id, false), value: id })),
		...groups.map(({ id, groupname }) => ({
			name: ownerLabel(String(groupname), true),
			value: String(id),
		})),
	];
	return filterItems(items, filter);
}
