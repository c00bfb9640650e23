import { describe, expect, test } from 'vitest'
import { isId } from '../model/ids.ts'
import { VisitorTokens } from './visitor-tokens.ts'

const secret = 'a secret of the hub, long enough to be one'
const tokens = new VisitorTokens(secret)

describe('a visitor’s token', () => {
  test('tells the same session and site each time, also after a restart', () => {
    const { token, actor } = tokens.issue('pk_shop')
    expect(tokens.verify(token)).toEqual(actor)
    expect(new VisitorTokens(secret).verify(token)).toEqual(actor)
    expect(actor.site).toBe('pk_shop')
    expect(isId('session', actor.session)).toBe(true)
  })

  test('is another for each visitor, and its session does not contain it', () => {
    const issued = Array.from({ length: 500 }, () => tokens.issue('pk_shop'))
    expect(new Set(issued.map(({ token }) => token)).size).toBe(500)
    expect(new Set(issued.map(({ actor }) => actor.session)).size).toBe(500)
    for (const { token, actor } of issued) {
      const payload = Buffer.from(token.split('.')[0]!, 'base64url').toString()
      expect(payload).not.toContain(actor.session.slice(4))
      expect(token).not.toContain(actor.session.slice(4))
    }
  })

  test('of another hub is a stranger’s', () => {
    const { token } = new VisitorTokens('another secret of another hub, long enough').issue('pk_shop')
    expect(tokens.verify(token)).toBeNull()
  })

  test('is refused with any character changed', () => {
    const { token } = tokens.issue('pk_shop')
    for (let at = 0; at < token.length; at += 1)
      for (const other of ['A', 'B', 'w', '_']) {
        if (token[at] === other) continue
        expect(tokens.verify(token.slice(0, at) + other + token.slice(at + 1))).toBeNull()
      }
  })

  test('cannot be moved to another site', () => {
    const { token } = tokens.issue('pk_shop')
    const [payload, signature] = token.split('.') as [string, string]
    const moved = Buffer.from(Buffer.from(payload, 'base64url').toString().replace('pk_shop', 'pk_bank'))
    expect(tokens.verify(`${moved.toString('base64url')}.${signature}`)).toBeNull()
  })

  test.each(['', '.', 'a.b', 'x'.repeat(10_000), `${'A'.repeat(43)}.${'A'.repeat(43)}`, 'null', '日本.語'])(
    'is none: %j',
    (text) => {
      expect(tokens.verify(text)).toBeNull()
    },
  )
})
