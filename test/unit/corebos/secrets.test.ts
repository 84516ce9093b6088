import { isBetterHidden, isSecretName, maskSecretMembers } from '../../../engine';

test.each([
	['password', true],
	['newPassword', true],
	['wspass', true],
	['accessKey', true],
	['api_key', true],
	['key', true],
	['sessionName', true],
	['OTPCode', true],
	['hashaccess', true],
	['X-Auth-Something', true],
	['Authorization', true],
	['keyvalue', false],
	['passenger', false],
	['accountname', false],
	['sessions', false],
])('%s is the name of a secret: %s', (name, isSecret) => {
	expect(isSecretName(name)).toBe(isSecret);
});

test.each([
	['password', true],
	['licensekey', true],
	['sessions', true],
	['accountname', false],
])('the value of %s had better not be shown: %s', (name, isHidden) => {
	expect(isBetterHidden(name)).toBe(isHidden);
});

test.each([
	['{"success":true,"result":{"sessionName":"a1","userId":"19x1"}}', ['a1']],
	['[{"token": "b2"}, {"key": 12345}]', ['b2', '12345']],
	['{"accesskey":"cut o', ['cut o']],
	['{"token":"","name":"shown"}', []],
	['{"password":null}', ['null']],
])('what is secret in %s is masked', (text, secrets) => {
	const masked = maskSecretMembers(text);
	for (const secret of secrets) expect(masked).not.toContain(secret);
	for (const shown of ['userId', '19x1', 'shown']) {
		expect(masked.includes(shown)).toBe(text.includes(shown));
	}
});
