import { outcomeOfStatus } from '../../../engine/map/call-outcome';

/** What became of a call whose answer is no result, by its method and status. */
test.each<[method: string, path: string, status: number, outcome: string]>([
	['POST', '/api', 200, 'unknown'],
	['POST', '/api', 302, 'unknown'],
	['POST', '/api', 301, 'notDone'],
	['POST', '/api', 307, 'notDone'],
	['POST', '/api', 400, 'notDone'],
	['POST', '/api', 404, 'notDone'],
	['POST', '/api', 429, 'notDone'],
	// Somebody between has not waited any longer; the service may be at work.
	['POST', '/api', 408, 'unknown'],
	['PUT', '/api', 499, 'unknown'],
	['POST', '/api', 500, 'unknown'],
	['POST', '/api', 501, 'notDone'],
	['DELETE', '/api', 502, 'unknown'],
	['PATCH', '/api', 504, 'unknown'],
	['GET', '/api', 500, 'notDone'],
	['HEAD', '/api', 408, 'notDone'],
	// coreBOS takes operations that write by GET as well.
	['GET', '/webservice.php?operation=retrieve&id=14x1', 500, 'notDone'],
	['GET', '/webservice.php?operation=delete&id=14x1', 500, 'unknown'],
	['GET', '/webservice.php?id=14x1&operation=delete', 408, 'unknown'],
])('%s %s answered with HTTP %i: %s', (method, path, status, outcome) => {
	const request = { method, url: `https://service.example${path}`, headers: {} };
	expect(outcomeOfStatus(request, status)).toBe(outcome);
});
