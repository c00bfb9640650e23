/**
 * How people sign in: by password, by a provider of the company's own (OpenID Connect), and whether a second factor is asked
 * for. It belongs to the machine and not to what is kept in versions: whoever could change it could become anybody.
 */
import Type, { type Static } from 'typebox'
import type { SecondFactorRules } from './auth/second-factor-rule.ts'
import { closed, key, oneOf, words } from './config-parts.ts'
import type { ProviderSettings } from './ports/providers.ts'

const rule = oneOf('off', 'optional', 'required')

const provider = Type.Object(
  {
    id: key,
    name: words(60, 'what its button says, 1 to 60 characters'),
    issuer: words(300, 'the https address of the issuer, such as https://login.example.jp'),
    clientId: words(300, 'what this hub is called there, 1 to 300 characters'),
    scopes: Type.Optional(
      Type.Array(Type.String({ pattern: '^[!#-\\[\\]-~]{1,100}$', description: 'a scope such as email' }), {
        maxItems: 20,
        description: 'a list of at most 20 scopes such as ["profile", "email"]',
      }),
    ),
    loginClaim: words(100, 'the name of a claim such as email'),
    roleClaim: Type.Optional(words(100, 'the name of a claim such as groups')),
    roles: Type.Optional(
      Type.Record(Type.String(), words(40, 'the id of a role such as agent'), {
        maxProperties: 100,
        description: 'roles by what the claim holds, { "support-leads": "supervisor" }',
      }),
    ),
    createAccounts: Type.Optional(Type.Boolean({ description: 'true or false' })),
  },
  { ...closed, description: 'a provider { "id", "name", "issuer", "clientId", "loginClaim", ... }' },
)

export const signInSchema = Type.Object(
  {
    password: Type.Optional(oneOf('on', 'off')),
    secondFactor: Type.Optional(
      Type.Union([rule, Type.Record(Type.String(), rule, { maxProperties: 100 })], {
        description:
          'one of off, optional, required, or these by role, { "administrator": "required", "*": "optional" }',
      }),
    ),
    providers: Type.Optional(
      Type.Array(provider, { maxItems: 10, description: 'a list of at most 10 providers of sign-ins' }),
    ),
  },
  { ...closed, description: '{ "password", "secondFactor", "providers" }' },
)

export interface SignInSettings {
  readonly password: 'on' | 'off'
  readonly secondFactor: SecondFactorRules
  readonly providers: readonly ProviderSettings[]
}

type Refuse = (place: string, value: unknown, allowed: string) => never

/** `secrets` by id of the provider. Calls `refuse` for what cannot be used. */
export function buildSignIn(
  written: Static<typeof signInSchema> | undefined,
  secrets: Readonly<Record<string, string>>,
  publicOrigin: string | null,
  refuse: Refuse,
): SignInSettings {
  const { password = 'on', secondFactor = 'optional', providers = [] } = written ?? {}
  const isOne = typeof secondFactor === 'string'
  if (providers.length > 0 && publicOrigin === null)
    refuse(
      'signIn/providers',
      providers.length,
      'given together with "publicOrigin", to which providers send people back',
    )
  if (password === 'off' && providers.length === 0)
    refuse('signIn/password', password, '"on" where there is no provider to sign in by')
  const ids = new Set<string>()
  for (const [at, one] of providers.entries()) {
    const place = `signIn/providers/${at}`
    if (ids.has(one.id)) refuse(`${place}/id`, one.id, 'different from all others')
    ids.add(one.id)
    if (!isIssuer(one.issuer))
      refuse(`${place}/issuer`, one.issuer, 'an https address without name, query and hash (http on this machine only)')
    if ((one.roleClaim === undefined) !== (one.roles === undefined))
      refuse(place, { roleClaim: one.roleClaim, roles: one.roles }, 'both "roleClaim" and "roles", or neither')
    if (one.createAccounts === true && one.roles === undefined)
      refuse(`${place}/createAccounts`, true, 'false where "roles" says nobody’s role')
  }
  return {
    password,
    secondFactor: isOne ? { '*': secondFactor } : { ...secondFactor, '*': secondFactor['*'] ?? 'optional' },
    providers: providers.map((one) => ({
      id: one.id,
      name: one.name,
      issuer: one.issuer,
      clientId: one.clientId,
      clientSecret: secrets[one.id] ?? null,
      scopes: ['openid', ...(one.scopes ?? ['profile', 'email']).filter((scope) => scope !== 'openid')],
      loginClaim: one.loginClaim,
      roleClaim: one.roleClaim ?? null,
      roles: one.roles ?? {},
      createAccounts: one.createAccounts ?? false,
    })),
  }
}

/** What a token of there is believed: nobody on the way may change it. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password, search, hash } = new URL(text)
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  return (protocol === 'https:' || (protocol === 'http:' && isHere)) && username + password + search + hash === ''
}
