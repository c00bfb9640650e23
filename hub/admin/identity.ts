/**
 * `identity`: whether the hub would take a token that the company's server signed, and if not, why. The page is told nothing of the
 * reason, so this is where who writes that server finds it. The token comes on standard input, since arguments are seen by others.
 */
import { readFileSync } from 'node:fs'
import { defineCommand } from 'citty'
import { IdentityKeyError, readIdentityKeys, type IdentityKey } from '../auth/identity-keys.ts'
import { IdentityTokens, type IdentityRefusal } from '../auth/identity-token.ts'
import { makeId } from '../model/ids.ts'
import { instant } from '../model/time.ts'
import { AdminError, answering, say } from './say.ts'

const reasons: Readonly<Record<IdentityRefusal, string>> = {
  'identity.malformed': 'it is no compact JWS of at most 4096 characters',
  'identity.algorithm': 'its header may hold alg (that of the key), kid and typ (JWT) only',
  'identity.key': 'no key has its kid',
  'identity.signature': 'the signature is not by that key',
  'identity.audience': 'aud must be the key of the site, alone',
  'identity.issuer': 'iss is another issuer',
  'identity.expired': 'it has expired',
  'identity.early': 'it is from the future: compare the clocks',
  'identity.tooLong': 'it may be good for 15 minutes at most',
  'identity.claims': 'iss, sub, jti and exp must be there, and name, email, phone and attrs hold plain values',
  'identity.used': 'another session has used it',
}

export const identity = defineCommand({
  meta: { name: 'identity', description: 'Tell whether a signed identity on standard input would be taken' },
  args: {
    keys: { type: 'string', description: 'File of the public keys: JWKS, JWK or PEM', required: true },
    kid: { type: 'string', description: 'kid of a PEM', default: '' },
    site: { type: 'string', description: 'Key of the site, pk_…', required: true },
    issuer: { type: 'string', description: 'What iss must be', required: true },
  },
  run: ({ args }) =>
    answering(async () => {
      const keys = keysIn(args.keys, args.kid)
      const tokens = new IdentityTokens({ now: () => instant(Date.now()), issuer: args.issuer, site: args.site, keys })
      const verified = await tokens.verify(readFileSync(0, 'utf8').trim(), makeId('session', 'admin'))
      if ('refused' in verified)
        throw new AdminError(`It is refused, ${verified.refused}: ${reasons[verified.refused]}.`)
      const { subject, fields, expiresAt } = verified.identity
      say(`It is taken for ${subject} until ${new Date(expiresAt).toISOString()}.`)
      for (const [name, value] of Object.entries(fields)) say(`  ${name}: ${JSON.stringify(value)}`)
    }),
})

function keysIn(file: string, kid: string): readonly IdentityKey[] {
  try {
    return readIdentityKeys(readFileSync(file, 'utf8'), kid)
  } catch (error) {
    throw error instanceof IdentityKeyError ? new AdminError(error.message) : error
  }
}
