import { expect, test } from 'vitest'
import { keysIn } from './jwks.ts'

const key = { kid: 'shop-1', kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }

test.each([
  ['a JWKS', { keys: [key] }],
  ['a list', [key]],
  ['one key', key],
])('%s is taken', (_, written) => expect(keysIn(JSON.stringify(written))).toEqual({ keys: [key] }))

test.each([
  ['{', 'json'],
  ['{"keys":[]}', 'none'],
  ['3', 'none'],
  [JSON.stringify({ keys: Array.from({ length: 21 }, (_, n) => ({ ...key, kid: `k${n}` })) }), 'many'],
  [JSON.stringify({ ...key, d: 'secret' }), 'private'],
  [JSON.stringify({ kty: 'oct', k: 'secret' }), 'private'],
  [JSON.stringify({ ...key, kty: 'RSA' }), 'kind'],
  [JSON.stringify({ ...key, kid: undefined }), 'kid'],
  [JSON.stringify([key, key]), 'kid'],
])('%s is not: %s', (text, fault) => expect(keysIn(text)).toEqual({ fault }))
