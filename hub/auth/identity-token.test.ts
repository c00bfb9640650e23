/** Every forgery of a customer's identity that we could think of, and the tokens that are good. */
import { createHmac, generateKeyPairSync, sign as signBytes, type KeyObject } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { makeId } from '../model/ids.ts'
import { instant } from '../model/time.ts'
import { readIdentityKeys, type IdentityKey } from './identity-keys.ts'
import { IdentityTokens, type Verified } from './identity-token.ts'

const nowSeconds = 1_800_000_000
const session = makeId('session', 'ann')
const other = makeId('session', 'eve')

const ed = generateKeyPairSync('ed25519')
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const stranger = generateKeyPairSync('ed25519')
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 })
const jwk = (key: KeyObject, kid: string) => ({ ...key.export({ format: 'jwk' }), kid })
const jwks = JSON.stringify({ keys: [jwk(ed.publicKey, 'ed'), jwk(ec.publicKey, 'ec')] })
const keys: readonly IdentityKey[] = readIdentityKeys(jwks)

const claims = {
  iss: 'https://shop.example.jp',
  aud: 'pk_shop',
  sub: 'customer-1',
  jti: 'token-1',
  iat: nowSeconds,
  exp: nowSeconds + 600,
}
const part = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

type Signer = (input: Buffer) => Buffer
const byEd: Signer = (input) => signBytes(null, input, ed.privateKey)
const byEc: Signer = (input) => signBytes('sha256', input, { key: ec.privateKey, dsaEncoding: 'ieee-p1363' })

function token(
  payload: unknown = claims,
  header: unknown = { alg: 'EdDSA', kid: 'ed', typ: 'JWT' },
  signer = byEd,
): string {
  const signed = `${part(header)}.${part(payload)}`
  return `${signed}.${signer(Buffer.from(signed)).toString('base64url')}`
}
const withClaims = (more: object): string => token({ ...claims, ...more })

let now = nowSeconds * 1_000
let tokens: IdentityTokens
beforeEach(() => {
  now = nowSeconds * 1_000
  tokens = new IdentityTokens({ now: () => instant(now), issuer: claims.iss, site: claims.aud, keys })
})

const verify = (one: string, by = session): Promise<Verified> => tokens.verify(one, by)
const refusal = async (one: string, by = session): Promise<string> => {
  const verified = await verify(one, by)
  return 'refused' in verified ? verified.refused : 'taken'
}

describe('a good token', () => {
  test.each<[string, string]>([
    ['by Ed25519', token()],
    ['by P-256', token(claims, { alg: 'ES256', kid: 'ec' }, byEc)],
    ['for a list of this site alone', withClaims({ aud: ['pk_shop'] })],
    ['without iat', withClaims({ iat: undefined })],
    ['of a server whose clock is 60 s ahead', withClaims({ iat: nowSeconds + 60, nbf: nowSeconds + 60 })],
    ['that ended less than 60 s ago', withClaims({ iat: nowSeconds - 600, exp: nowSeconds - 59 })],
    ['for a quarter of an hour', withClaims({ exp: nowSeconds + 900 })],
  ])('%s is taken', async (_, one) => {
    expect(await verify(one)).toMatchObject({
      identity: { subject: 'customer-1', fields: { 'customer.id': 'customer-1' } },
    })
  })

  test('tells fields, and until when', async () => {
    const attrs = { 'customer.tier': 'gold', 'orders.open': 2, 'customer.vip': true }
    expect(await verify(withClaims({ name: '山田 花子', email: 'h@example.jp', phone: '0312345678', attrs }))).toEqual({
      identity: {
        subject: 'customer-1',
        fields: {
          'customer.id': 'customer-1',
          'customer.name': '山田 花子',
          'customer.email': 'h@example.jp',
          'customer.phone': '0312345678',
          ...attrs,
        },
        expiresAt: (nowSeconds + 600) * 1_000,
        tokenId: 'token-1',
      },
    })
  })

  test('may be shown again by its session, and by nobody else while it lives', async () => {
    const one = token()
    expect([await refusal(one), await refusal(one), await refusal(one, other)]).toEqual([
      'taken',
      'taken',
      'identity.used',
    ])
    expect(await refusal(withClaims({ sub: 'customer-2' }), other)).toBe('identity.used')
    expect(await refusal(withClaims({ jti: 'token-2' }), other)).toBe('taken')
  })

  test('that was refused uses nothing up', async () => {
    expect(await refusal(withClaims({ attrs: 1 }), other)).toBe('identity.claims')
    expect(await refusal(token())).toBe('taken')
  })

  test('tokens are forgotten once they are over, and no more are remembered than allowed', async () => {
    const few = new IdentityTokens({
      now: () => instant(now),
      issuer: claims.iss,
      site: claims.aud,
      keys,
      rememberedMax: 2,
    })
    const next = (jti: string) => few.verify(withClaims({ jti, iat: undefined, exp: now / 1_000 + 600 }), session)
    expect(await Promise.all(['a', 'b'].map(next))).toMatchObject([{ identity: {} }, { identity: {} }])
    expect(await next('c')).toEqual({ refused: 'identity.used' })
    now += 700_000
    expect(await next('c')).toMatchObject({ identity: {} })
  })
})

describe('a forgery is refused', () => {
  const publicJwk = ed.publicKey.export({ format: 'jwk' })
  const pem = ed.publicKey.export({ format: 'pem', type: 'spki' })
  const hmacBy =
    (secret: string | Buffer): Signer =>
    (input) =>
      createHmac('sha256', secret).update(input).digest()
  const rsaSigner: Signer = (input) => signBytes('sha256', input, rsa.privateKey)
  const derSigner: Signer = (input) => signBytes('sha256', input, ec.privateKey)
  const byStranger: Signer = (input) => signBytes(null, input, stranger.privateKey)
  const header = (more: object) => ({ alg: 'EdDSA', kid: 'ed', ...more })
  const [head = '', body = '', signature = ''] = token().split('.')
  const zeros = Buffer.alloc(64).toString('base64url')

  test.each<[string, string, string]>([
    ['unsigned', `${part({ alg: 'none', kid: 'ed' })}.${body}.`, 'identity.malformed'],
    ['alg none with a signature', token(claims, header({ alg: 'none' })), 'identity.algorithm'],
    ['alg NoNe', token(claims, header({ alg: 'NoNe' })), 'identity.algorithm'],
    [
      'the public key as a shared secret, as PEM',
      token(claims, header({ alg: 'HS256' }), hmacBy(pem)),
      'identity.algorithm',
    ],
    [
      'the public key as a shared secret, raw',
      token(claims, header({ alg: 'HS256' }), hmacBy(Buffer.from(publicJwk.x!, 'base64url'))),
      'identity.algorithm',
    ],
    ['HMAC under the name of EdDSA', token(claims, header({}), hmacBy(pem)), 'identity.signature'],
    ['RSA', token(claims, header({ alg: 'RS256' }), rsaSigner), 'identity.algorithm'],
    ['RSA under the name of ES256', token(claims, { alg: 'ES256', kid: 'ec' }, rsaSigner), 'identity.signature'],
    ['a stranger’s key under our kid', token(claims, header({}), byStranger), 'identity.signature'],
    [
      'a stranger’s key brought along',
      token(claims, header({ jwk: stranger.publicKey.export({ format: 'jwk' }) }), byStranger),
      'identity.algorithm',
    ],
    [
      'a key to be fetched',
      token(claims, header({ jku: 'https://evil.example/jwks' }), byStranger),
      'identity.algorithm',
    ],
    ['a certificate brought along', token(claims, header({ x5c: ['AA'] }), byStranger), 'identity.algorithm'],
    ['an unknown kid', token(claims, header({ kid: 'old' })), 'identity.key'],
    ['no kid', token(claims, { alg: 'EdDSA' }), 'identity.key'],
    ['a kid that is a path', token(claims, header({ kid: '../../dev/null' })), 'identity.key'],
    ['a kid that every object has', token(claims, header({ kid: '__proto__' })), 'identity.key'],
    ['a kid that is no text', token(claims, header({ kid: ['ed'] })), 'identity.key'],
    ['the other key', token(claims, { alg: 'EdDSA', kid: 'ec' }), 'identity.algorithm'],
    ['the other algorithm', token(claims, { alg: 'ES256', kid: 'ed' }, byEc), 'identity.algorithm'],
    ['ES384', token(claims, { alg: 'ES384', kid: 'ec' }, byEc), 'identity.algorithm'],
    ['a DER signature', token(claims, { alg: 'ES256', kid: 'ec' }, derSigner), 'identity.signature'],
    ['a signature of zeros (EdDSA)', `${head}.${body}.${zeros}`, 'identity.signature'],
    ['a signature of zeros (ES256)', `${part({ alg: 'ES256', kid: 'ec' })}.${body}.${zeros}`, 'identity.signature'],
    ['no signature', `${head}.${body}.`, 'identity.malformed'],
    ['a signature cut short', `${head}.${body}.${signature.slice(0, 40)}`, 'identity.signature'],
    ['a signature that goes on', `${head}.${body}.${signature}AAAA`, 'identity.signature'],
    [
      'other claims under a good signature',
      `${head}.${part({ ...claims, sub: 'admin' })}.${signature}`,
      'identity.signature',
    ],
    [
      'another header under a good signature',
      `${part({ kid: 'ed', alg: 'EdDSA' })}.${body}.${signature}`,
      'identity.signature',
    ],
    ['critical extensions', token(claims, header({ crit: ['b64'], b64: false })), 'identity.algorithm'],
    ['another kind of token', token(claims, header({ typ: 'at+jwt' })), 'identity.algorithm'],
    ['an encrypted token', `${head}.${body}.${signature}.${body}.${signature}`, 'identity.malformed'],
    ['two parts', `${head}.${body}`, 'identity.malformed'],
    ['nothing', '', 'identity.malformed'],
    ['points', '..', 'identity.malformed'],
    ['a space around it', ` ${token()}`, 'identity.malformed'],
    ['padding', `${token()}=`, 'identity.malformed'],
    ['a header that is no JSON', `${part('{')}.${body}.${signature}`, 'identity.malformed'],
    ['a header that is a list', `${part([])}.${body}.${signature}`, 'identity.malformed'],
    ['a huge one', withClaims({ name: 'x'.repeat(5_000) }), 'identity.malformed'],
  ])('%s', async (_, one, code) => {
    expect(await refusal(one)).toBe(code)
    expect(await refusal(token())).toBe('taken')
  })

  test('with any character changed', async () => {
    const one = token()
    const changed = [...one].flatMap((character, at) =>
      ['A', 'w', '_', '.']
        .filter((letter) => letter !== character)
        .map((letter) => one.slice(0, at) + letter + one.slice(at + 1)),
    )
    const codes = await Promise.all(changed.map((each) => refusal(each)))
    expect(codes.filter((code) => code === 'taken')).toEqual([])
  })
})

describe('a signed token that says too much or too little is refused', () => {
  const long = 'x'.repeat(1_001)
  test.each<[string, object, string]>([
    ['another site', { aud: 'pk_other' }, 'identity.audience'],
    ['two sites', { aud: ['pk_shop', 'pk_other'] }, 'identity.audience'],
    ['no site', { aud: undefined }, 'identity.audience'],
    ['a site within an object', { aud: { 0: 'pk_shop' } }, 'identity.audience'],
    ['another issuer', { iss: 'https://evil.example' }, 'identity.issuer'],
    ['no issuer', { iss: undefined }, 'identity.claims'],
    ['no customer', { sub: undefined }, 'identity.claims'],
    ['an empty customer', { sub: ' ' }, 'identity.claims'],
    ['a customer that is a number', { sub: 1 }, 'identity.claims'],
    ['a customer that is a list', { sub: ['admin'] }, 'identity.claims'],
    ['no id', { jti: undefined }, 'identity.claims'],
    ['an id that is a number', { jti: 1 }, 'identity.claims'],
    ['no end', { exp: undefined }, 'identity.claims'],
    ['an end that is a text', { exp: '9999999999' }, 'identity.claims'],
    ['an end that is nothing', { exp: null }, 'identity.claims'],
    ['an end beyond numbers', { exp: 1e300 }, 'identity.claims'],
    ['a negative end', { exp: -1 }, 'identity.claims'],
    ['over for a minute', { iat: nowSeconds - 600, exp: nowSeconds - 60 }, 'identity.expired'],
    ['for longer than a quarter of an hour', { exp: nowSeconds + 901 }, 'identity.tooLong'],
    ['for ever', { exp: 99_999_999_999 }, 'identity.tooLong'],
    ['for longer, without iat', { iat: undefined, exp: nowSeconds + 961 }, 'identity.tooLong'],
    ['for long, begun long ago', { iat: nowSeconds - 800, exp: nowSeconds + 101 }, 'identity.tooLong'],
    ['from the future', { iat: nowSeconds + 61, exp: nowSeconds + 700 }, 'identity.early'],
    ['not yet good', { nbf: nowSeconds + 61 }, 'identity.early'],
    ['a begin that is a text', { iat: 'now' }, 'identity.claims'],
    ['a name that is an object', { name: {} }, 'identity.claims'],
    ['an empty name', { name: '' }, 'identity.claims'],
    ['a long name', { name: long }, 'identity.claims'],
    ['attributes that are a list', { attrs: [] }, 'identity.claims'],
    ['attributes that are nothing', { attrs: null }, 'identity.claims'],
    ['an attribute within another', { attrs: { a: { b: 1 } } }, 'identity.claims'],
    ['an attribute that is nothing', { attrs: { a: null } }, 'identity.claims'],
    ['a long attribute', { attrs: { a: long } }, 'identity.claims'],
    ['an attribute in the place of a claim', { attrs: { 'customer.id': 'admin' } }, 'identity.claims'],
    [
      '51 attributes',
      { attrs: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`a${at}`, 1])) },
      'identity.claims',
    ],
  ])('%s', async (_, more, code) => {
    expect(await refusal(withClaims(more))).toBe(code)
  })

  test.each(['[]', '"text"', 'null', '1', '{', ''])('claims that are %s', async (payload) => {
    expect(await refusal(token(payload === '' ? ' ' : payload))).toBe('identity.claims')
  })

  test('claims that are no UTF-8', async () => {
    const signed = `${part({ alg: 'EdDSA', kid: 'ed' })}.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}`
    expect(await refusal(`${signed}.${byEd(Buffer.from(signed)).toString('base64url')}`)).toBe('identity.claims')
  })

  test('an attribute called __proto__ changes no object', async () => {
    expect(await refusal(token(`{"attrs":{"__proto__":{"admin":true}},${JSON.stringify(claims).slice(1)}`))).toBe(
      'identity.claims',
    )
    expect(({} as Record<string, unknown>).admin).toBeUndefined()
  })
})

describe('keys', () => {
  const reasonOf = (written: string, kid?: string) => {
    try {
      readIdentityKeys(written, kid)
      return 'taken'
    } catch (error) {
      return (error as Error).message
    }
  }
  const edPublic = jwk(ed.publicKey, 'ed')

  test('one JWK, and a PEM with its kid', () => {
    expect(readIdentityKeys(JSON.stringify(edPublic))).toMatchObject([{ kid: 'ed', algorithm: 'EdDSA' }])
    const pem = ec.publicKey.export({ format: 'pem', type: 'spki' }) as string
    expect(readIdentityKeys(pem, 'ec-1')).toMatchObject([{ kid: 'ec-1', algorithm: 'ES256' }])
  })

  test.each<[string, () => string, string]>([
    ['a private JWK', () => JSON.stringify(jwk(ed.privateKey, 'ed')), 'The key "ed" can sign: never give it away'],
    [
      'a private PEM',
      () => ed.privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
      'The key can sign: never give it away',
    ],
    ['a shared secret', () => '{"kty":"oct","k":"AAAA","kid":"a"}', 'The key "a" can sign'],
    ['RSA', () => JSON.stringify(jwk(rsa.publicKey, 'rsa')), 'The key "rsa" is of another kind'],
    [
      'another curve',
      () => JSON.stringify(jwk(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey, 'a')),
      'is of another kind',
    ],
    [
      'a key to exchange keys',
      () => JSON.stringify(jwk(generateKeyPairSync('x25519').publicKey, 'a')),
      'is of another kind',
    ],
    ['a key to encrypt', () => JSON.stringify({ ...edPublic, use: 'enc' }), 'is of another kind'],
    ['a key that says another algorithm', () => JSON.stringify({ ...edPublic, alg: 'HS256' }), 'is of another kind'],
    ['no kid', () => JSON.stringify({ ...edPublic, kid: undefined }), 'A key has no "kid"'],
    ['a PEM without a kid', () => ed.publicKey.export({ format: 'pem', type: 'spki' }) as string, 'A key has no "kid"'],
    ['a kid twice', () => JSON.stringify({ keys: [edPublic, edPublic] }), 'The key "ed" stands twice'],
    ['no keys', () => '{"keys":[]}', 'There are 0 keys'],
    ['no list', () => '{"keys":{}}', 'The JSON holds no keys'],
    ['no object', () => '[]', 'The JSON holds no keys'],
    [
      'no point',
      () => JSON.stringify({ ...jwk(ec.publicKey, 'ec'), y: jwk(ec.publicKey, 'ec').x }),
      'The key "ec" cannot be read',
    ],
    ['no JSON', () => 'ssh-ed25519 AAAA', 'neither JSON nor PEM'],
    ['a broken PEM', () => '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', 'The PEM cannot be read'],
  ])('%s is refused', (_, written, sentence) => {
    const reason = reasonOf(written())
    expect(reason).toContain(sentence)
    expect(reason).not.toContain(ed.privateKey.export({ format: 'jwk' }).d!)
  })
})
