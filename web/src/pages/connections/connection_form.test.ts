import { describe, expect, it } from 'vitest';
import {
  masked,
  optionOfField,
  optionsOf,
  valuesOf,
  type SavedConnection,
  type Source,
} from './connection_form';

const option = (name: string, type: string, secret = false) => ({
  name,
  label: name,
  type,
  required: false,
  secret,
  help: '',
  default: '',
});
const source: Source = {
  name: 'shop',
  summary: '',
  options: [option('path', 'text'), option('threads', 'integer'), option('password', 'secret', true)],
};
const saved: SavedConnection = {
  name: 'orders',
  source: 'shop',
  options: { path: '/data', threads: 2, password: masked },
  version: 3,
  updated_at: '',
};

describe('a connection', () => {
  it('never puts a saved secret into its field', () => {
    expect(valuesOf(source, saved)).toEqual({ path: '/data', threads: '2', password: '' });
  });
  it('keeps a secret that was not typed anew, and sends one that was as it is', () => {
    expect(optionsOf(source, valuesOf(source, saved), saved)).toEqual({
      path: '/data',
      threads: 2,
      password: masked,
    });
    expect(optionsOf(source, { path: '/data', threads: '', password: ' s3cret ' }, saved)).toEqual({
      path: '/data',
      password: ' s3cret ',
    });
  });
  it('sends no secret that there never was', () => {
    expect(optionsOf(source, { path: '/data', threads: 'x', password: '' })).toEqual({
      path: '/data',
      threads: 'x',
    });
  });
  it('finds the field of an error', () => {
    expect(optionOfField('options.path')).toBe('path');
    expect(optionOfField('name')).toBe('name');
  });
});
