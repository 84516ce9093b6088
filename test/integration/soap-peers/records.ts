/** A record as the WSDLs here have it: all kinds of values. */
export const FULL = {
	text: 'Ñandú & <Söhne> "日本" 😀',
	count: -7,
	ratio: 0.5,
	price: 1234.05,
	active: true,
	day: '2026-01-31',
	at: '2026-01-31T12:00:00Z',
	data: 'AAECAw==',
	note: 'n',
	home: { city: 'Köln', zip: '08001' },
};

/** The same with as little as possible, and what is falsy. */
export const BARE = {
	text: '',
	count: 0,
	ratio: -1e-7,
	price: 0,
	active: false,
	day: '2026-12-31',
	at: '2026-12-31T00:00:00+01:00',
	note: null,
};

export const LINES = [
	{ sku: 'a', quantity: 1 },
	{ sku: 'b', quantity: 2 },
];
