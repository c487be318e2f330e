import { expect, test } from 'vitest';
import { formatsOffered, frequenciesOf, frequencyName } from './frequencies.js';

const daily = { cron: '0 9 * * *', description: 'Every day' };
const weekly = { cron: '0 9 * * MON', description: 'Every Monday' };
const scheduling = { options: [daily, weekly], formats: [], recipients: [], most: 50 };

test('the page can leave frequencies out and name them, never add one', () => {
  const page = [
    { cron: '0  9 * * mon', description: 'Montags' },
    { cron: '* * * * *', description: 'All the time' },
  ];
  expect(frequenciesOf(scheduling, page)).toEqual([{ cron: '0 9 * * MON', description: 'Montags' }]);
  expect(frequenciesOf(scheduling, null)).toEqual([daily, weekly]);
  expect(frequenciesOf(scheduling, [])).toEqual([]);
});

test('without a list in the token the page says what there is', () => {
  expect(frequenciesOf({ ...scheduling, options: null }, [daily])).toEqual([daily]);
  expect(frequenciesOf({ ...scheduling, options: null }, null)).toEqual([]);
});

test('a frequency is called by the words of the host', () => {
  expect(frequencyName({ cron: '0 9 * * *', description: 'stored' }, [daily])).toBe('Every day');
  expect(frequencyName({ cron: '0 7 * * *', description: 'stored' }, [daily])).toBe('stored');
  expect(frequencyName({ cron: '0 7 * * *', description: '' }, [])).toBe('0 7 * * *');
});

test('formats come in the order people want them', () => {
  expect(formatsOffered(['csv', 'json', 'pdf', 'xlsx'])).toEqual(['xlsx', 'csv', 'pdf']);
});
