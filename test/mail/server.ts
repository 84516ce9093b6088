import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A mail that came in. */
export interface ReceivedMail {
	/** Addresses of the envelope. */
	to: string[];
	/** Header lines and body, as they were sent. */
	text: string;
}

/** A stand-in of a mail server. */
export interface MailStandIn {
	/** What n8n's SMTP credential holds. */
	credential: { host: string; port: number; secure: boolean; disableStartTls: boolean };
	mails: ReceivedMail[];
	close(): Promise<void>;
}

/** Takes every mail, on a free port of 127.0.0.1, without a login. */
export async function startMail(): Promise<MailStandIn> {
	const mails: ReceivedMail[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		converse(socket, mails);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const close = async () => {
		for (const socket of sockets) socket.destroy();
		await new Promise((resolve) => server.close(resolve));
	};
	const credential = { host: '127.0.0.1', port, secure: false, disableStartTls: true };
	return { credential, mails, close };
}

/** SMTP as far as a client needs it to hand a mail over. */
function converse(socket: Socket, mails: ReceivedMail[]): void {
	let to: string[] = [];
	let text: string | undefined;
	let rest = '';
	const answer = (line: string) => socket.write(`${line}\r\n`);
	const command = (line: string) => {
		if (text !== undefined) {
			if (line !== '.') text += `${line.replace(/^\.\./, '.')}\n`;
			else {
				mails.push({ to, text });
				[to, text] = [[], undefined];
				answer('250 taken');
			}
			return;
		}
		const recipient = /^RCPT TO:<([^>]*)>/i.exec(line);
		if (recipient !== null) to.push(recipient[1]);
		if (/^DATA/i.test(line)) {
			text = '';
			answer('354 go on');
		} else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
		else answer('250 ok');
	};
	answer('220 mail.example');
	socket.on('error', () => socket.destroy());
	socket.on('data', (data) => {
		const lines = (rest + data.toString('utf8')).split('\r\n');
		rest = lines.pop() ?? '';
		lines.forEach(command);
	});
}
