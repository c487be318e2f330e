import { describe, expect, it } from 'vitest';
import { colourOf, dataUri, documentOf, isSameTheme } from './theme_form';

describe('a theme', () => {
  it('is put without what is empty or the server’s own', () => {
    expect(
      documentOf({
        kind: 'theme',
        accent: '7a1fa2',
        ink: ' ',
        font: ' ',
        categorical: ['#00838f', ''],
        dark: { good: '' },
        version: 4,
      }),
    ).toEqual({ kind: 'theme', accent: '#7A1FA2', categorical: ['#00838F'] });
  });
  it('hands on what is no colour, for the server to say so', () => {
    expect(documentOf({ kind: 'theme', dark: { accent: 'red' } })).toEqual({
      kind: 'theme',
      dark: { accent: 'red' },
    });
  });
  it('is the same however it is written', () => {
    expect(
      isSameTheme({ kind: 'theme', accent: '#abcdef' }, { kind: 'theme', accent: '#ABCDEF', version: 2 }),
    ).toBe(true);
  });
});

it('reads colours with and without their sign', () => {
  expect(colourOf('abcdef')).toBe('#ABCDEF');
  expect(colourOf('#abc')).toBeUndefined();
});

it('makes a data URI of any bytes', () => {
  const uri = dataUri('image/png', new Uint8Array(70_000).fill(255));
  expect(uri.startsWith('data:image/png;base64,////')).toBe(true);
});
