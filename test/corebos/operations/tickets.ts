import { changeEntity, entityOf, namedRecord } from '../entities';
import type { CoreBosUser, Entity, Install } from '../install';
import { Refusal, wrongId } from '../refusal';
import { decoded, text, type Operation } from './operation';

/** What coreBOS writes into a new ticket. */
export function ticketValues(
	install: Install,
	ticket: Entity,
	user: CoreBosUser,
): Record<string, string> {
	const owner = install.find(ticket.values.assigned_user_id);
	const parent = install.find(ticket.values.parent_id);
	const name = owner === undefined ? '' : install.nameOf(owner);
	return {
		update_log: `Ticket created. Assigned to user ${name} -- ${logTime(install)} by ${user.userName}--//--`,
		email: parent?.values.email ?? parent?.values.email1 ?? '',
	};
}

/** `Sunday 22nd November 2026 02:16:47 AM` */
function logTime(install: Install): string {
	const now = install.now();
	const part = (options: Intl.DateTimeFormatOptions) =>
		new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', ...options }).format(now);
	const day = now.getUTCDate();
	const clock = part({ hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: true });
	const date = `${part({ weekday: 'long' })} ${day}${ordinal(day)} ${part({ month: 'long' })}`;
	return `${date} ${now.getUTCFullYear()} ${clock}`;
}

function ordinal(day: number): string {
	if (day >= 11 && day <= 13) return 'th';
	return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}

/** Adds a comment to a ticket or an FAQ entry. */
const addTicketFaqComment: Operation = (call) => {
	const { install, user } = call;
	const entity = entityOf(install, text(call, 'id'), wrongId);
	if (entity.module !== 'HelpDesk' && entity.module !== 'Faq') {
		const message = 'Invalid module specified. Must be HelpDesk or Faq';
		throw new Refusal('INVALID_ID_ATTRIBUTE', message);
	}
	const { comments } = (decoded(call, 'values') ?? {}) as { comments?: string };
	if (comments === undefined || comments === '') {
		throw new Refusal('MANDATORY_FIELDS_MISSING', 'Comment empty.');
	}
	changeEntity(install, entity, {}, user);
	entity.values.commentadded = '1';
	entity.values.update_log += ` -- ${logTime(install)} by ${user.userName}--//--`;
	return namedRecord(install, entity);
};

export const ticketOperations: Record<string, Operation> = { addTicketFaqComment };
