import { describeModule } from '../../../engine';
import { fieldLabel } from '../../../nodes/editor/moduleFields';

/** A coreBOS that translates labels for the language of the user who asks. */
const clientOf = (label: string, hot: string) => ({
	call: async () =>
		await Promise.resolve({
			name: 'Accounts',
			idPrefix: '11',
			labelFields: 'accountname',
			fields: [
				{
					...{ name: 'rating', label, mandatory: false, editable: true, uitype: '15' },
					type: {
						name: 'picklist',
						picklistValues: [{ label: hot, value: 'Hot' }],
						defaultValue: '',
					},
				},
			],
		}),
});

test.each([
	['admin', 'Rating', 'Hot'],
	['maria', 'Valoración', 'Caliente'],
	['pierre', 'Évaluation', 'Chaud'],
])('%s sees %s: labels in the language of the user, API names beside', async (user, ...texts) => {
	const [label, hot] = texts;
	const { fields } = await describeModule(clientOf(label, hot), 'Accounts', user);
	expect(fields.map(fieldLabel)).toEqual([`${label} (rating)`]);
	expect(fields[0].values).toEqual([{ label: hot, value: 'Hot' }]);
});
