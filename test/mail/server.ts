import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A mail as it was sent. */
export interface ReceivedMail {
	to: string[];
	/** Headers and body. */
	text: string;
}

/** A stand-in of a mail server. */
export interface MailStandIn {
	/** What n8n's SMTP credential holds. */
	credential: { host: string; port: number; secure: boolean; user: string; password: string };
	mails: ReceivedMail[];
	close(): Promise<void>;
}

/** Starts a mail server on 127.0.0.1 that takes every mail and delivers none. */
export async function startMail(): Promise<MailStandIn> {
	const mails: ReceivedMail[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
		receive(socket, mails);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		credential: { host: '127.0.0.1', port, secure: false, user: '', password: '' },
		mails,
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function receive(socket: Socket, mails: ReceivedMail[]): void {
	let unread = '';
	let to: string[] = [];
	let isBody = false;
	const say = (line: string) => socket.write(`${line}\r\n`);
	say('220 stand-in');
	socket.on('data', (bytes) => {
		unread += bytes.toString('latin1');
		for (;;) {
			const end = unread.indexOf(isBody ? '\r\n.\r\n' : '\r\n');
			if (end === -1) return;
			const text = unread.slice(0, end);
			unread = unread.slice(end + (isBody ? 5 : 2));
			if (isBody) {
				mails.push({ to, text });
				to = [];
				isBody = false;
				say('250 taken');
				continue;
			}
			const recipient = /^RCPT TO:<(.*)>/i.exec(text)?.[1];
			if (recipient !== undefined) to.push(recipient);
			isBody = /^DATA/i.test(text);
			if (isBody) say('354 go on');
			else say(/^QUIT/i.test(text) ? '221 bye' : '250 ok');
		}
	});
}
