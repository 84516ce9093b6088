import type { CoreBosClient } from '../../../engine/environment';
import { Install, type Entity } from '../../corebos/install';
import { knownOperation } from '../../corebos/operations';
import { Reply } from '../../corebos/operations/operation';
import { Sessions } from '../../corebos/sessions';

/** An install without a server, whose clock stands until it is moved. */
export class WatchedInstall {
	/** Seconds since 1970. */
	time = Date.parse('2026-11-22T02:00:00Z') / 1000;
	/** How many calls go well before one fails; Infinity: none fails. */
	goodCalls = Infinity;
	calls: Array<{ operation: string; parameters: Record<string, unknown> }> = [];
	readonly install = new Install({
		now: () => new Date(this.time * 1000),
		records: { Products: [] },
	});
	private readonly sessions = new Sessions(this.install, 1800);
	private made = 0;

	readonly client: CoreBosClient = {
		call: async (operation, parameters = {}) => {
			if (this.goodCalls-- <= 0) throw new Error('the connection broke');
			this.calls.push({ operation, parameters });
			return await this.run(operation, parameters);
		},
	};

	readonly serverTime = async () => this.time;

	/** @param late seconds by which its times lie behind the clock, as a slow transaction's do */
	create(late = 0, owner = '19x1'): string {
		const number = ++this.made;
		this.install.entities.push({
			module: 'Products',
			number,
			values: {
				productname: `made ${number}`,
				assigned_user_id: owner,
				createdtime: this.text(late),
				modifiedtime: this.text(late),
			},
			cbuuid: '',
			deleted: false,
		});
		return `14x${number}`;
	}

	update(id: string, late = 0): void {
		const { values } = this.entity(id);
		values.productname += '!';
		values.modifiedtime = this.text(late);
	}

	delete(id: string): void {
		const entity = this.entity(id);
		entity.deleted = true;
		entity.values.modifiedtime = this.text(0);
	}

	entity(id: string): Entity {
		const found = this.install.entities.find(
			({ module, number }) => module === 'Products' && `14x${number}` === id,
		);
		if (found === undefined) throw new Error(`no ${id}`);
		return found;
	}

	private text(late: number): string {
		return new Date((this.time - late) * 1000).toISOString().slice(0, 19).replace('T', ' ');
	}

	private async run(name: string, parameters: Record<string, unknown>): Promise<unknown> {
		const { install, sessions } = this;
		const [user] = install.users;
		const call = { install, sessions, parameters, files: {}, sessionName: '', user };
		const answer = await knownOperation(name)?.run(call);
		return answer instanceof Reply ? answer.result : answer;
	}
}
