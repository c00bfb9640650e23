/** The rules of passwords, by examples of both kinds. */
import { describe, expect, test } from 'vitest'
import { passwordFault } from './password-rules.ts'

const hanako = { login: 'hanako.sato@example.jp', name: '佐藤 花子' }
const of = (password: string): string | null => passwordFault(password, hanako)

describe('a password', () => {
  test.each([
    'correct horse battery',
    'only-for-this-test-run',
    'Xk3v-9pLq_27Zt',
    '青い鳥が北へ飛んで行くよ',
    '8301 7726 4495 0132',
    'dragonflies over Kyoto',
    'a'.repeat(5) + ' very odd little phrase',
  ])('may be %j', (password) => expect(of(password)).toBeNull())

  test.each(['', 'short', 'elevensigns', '十一文字では足りません', '🔑🔑🔑🔑🔑🔑'])('is too short: %j', (password) => {
    expect(of(password)).toBe('password.short')
  })

  test('counts signs as people do, and full-width letters as plain ones', () => {
    expect(of('ｃｏｒｒｅｃｔ　ｈｏｒｓ')).toBeNull()
    expect(of('ｐａｓｓｗｏｒｄ１２３４')).toBe('password.common')
  })

  test.each([
    'password1234',
    'P4ssw0rd!2026',
    'Welcome2026!!',
    'qwertyuiop[]',
    '123456789012',
    '1q2w3e4r5t6y',
    'aaaaaaaaaaaa',
    'abababababab',
    'abcdefghijklmnop',
    'Admin-Admin-Admin1',
    'changeme changeme',
    'Sakura123456',
    '3456789:;<=>?',
  ])('is one that everybody tries: %j', (password) => expect(of(password)).toBe('password.common'))

  test.each(['hanako.sato@example.jp', 'HanakoHanako', 'hanako-sato-1', 'sato hanako 99'])(
    'is the name of whoever has it: %j',
    (password) => expect(of(password)).toBe('password.known'),
  )

  test('may hold the name among more', () => {
    expect(of('hanako walks the dog at six')).toBeNull()
    expect(passwordFault('佐藤花子佐藤花子佐藤花子', hanako)).toBe('password.known')
  })
})
