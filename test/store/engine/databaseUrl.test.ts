import { describe, expect, test } from 'vitest'
import { parseDatabaseUrl } from '../../../src/store/store.js'

describe('DATABASE_URL', () => {
  test.each([
    ['sqlite:///main_database.db', { kind: 'sqlite', path: 'main_database.db' }],
    ['sqlite:///data/levem.db', { kind: 'sqlite', path: 'data/levem.db' }],
    ['sqlite:////var/lib/levem.db', { kind: 'sqlite', path: '/var/lib/levem.db' }],
    ['postgres://u:p%40@host:5432/db', { kind: 'postgres', url: 'postgres://u:p%40@host:5432/db' }],
    ['postgresql://host/db', { kind: 'postgres', url: 'postgresql://host/db' }],
  ])('%s is understood', (url, expected) => {
    expect(parseDatabaseUrl(url)).toEqual(expected)
  })

  test.each([
    '',
    'main.db',
    'sqlite://main.db',
    'sqlite:///',
    'sqlite:///data/',
    'sqlite:///:memory:',
    'mysql://u:secret@h/db',
    'postgres://u:sec ret@[/db',
  ])('%j is refused with what to write instead, and without repeating it', (url) => {
    expect(() => parseDatabaseUrl(url)).toThrow(/DATABASE_URL .* Write sqlite:\/\/\//u)
    expect(() => parseDatabaseUrl(url)).not.toThrow(/sec/u)
  })
})
