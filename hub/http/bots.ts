/** What bots of the company's own say by themselves, of contacts that flows have given them. Whose bot it is says the signature. */
import Type from 'typebox'
import { isSigned } from '../auth/bot-signatures.ts'
import { readBotAnswer } from '../flow/index.ts'
import { isId } from '../model/ids.ts'
import type { HttpRequest } from '../ports/transport.ts'
import type { HttpDeps } from './deps.ts'
import { Problem } from './problems.ts'
import { empty } from './respond.ts'
import type { Route } from './router.ts'

const bodyBytesMax = 128 * 1_024

const actions = Type.Object(
  { actions: Type.Array(Type.Object({}, { additionalProperties: true }), { maxItems: 20 }) },
  { additionalProperties: false, description: 'As docs/BOTS.md says, in order.' },
)

export function botRoutes(deps: HttpDeps): Route[] {
  return [
    {
      method: 'POST',
      path: '/api/bot/contacts/:id',
      crossOrigin: false,
      doc: {
        summary: 'A bot of the company’s own says something; signed, see docs/BOTS.md',
        body: actions,
        answers: { 204: null },
        problems: ['signIn.needed', 'request.malformed', 'request.tooLarge', 'contact.gone', 'storage.unavailable'],
      },
      async handle(request, { id = '' }) {
        const { bot, body } = await signedBy(deps, request)
        const key = request.header('idempotency-key')
        const said = readBotAnswer(parsed(body))
        if (said === null || !/^[\x21-\x7e]{1,200}$/.test(key)) throw new Problem('request.malformed')
        const isTaken = isId('contact', id) && (await deps.door.botSays(id, { bot, request: key, actions: said }))
        if (!isTaken) throw new Problem('contact.gone')
        return empty(204)
      },
    },
  ]
}

/** The bot whose key it names and whose secret has signed it. Unknown keys and wrong signatures are answered alike. */
async function signedBy(
  { config, organisation, clock }: HttpDeps,
  request: HttpRequest,
): Promise<{ readonly bot: string; readonly body: Uint8Array }> {
  const key = request.header('madoguchi-key')
  const bot = organisation().bots?.find(({ keys }) => keys.includes(key))
  const secret = Object.hasOwn(config.botSecrets, key) ? config.botSecrets[key] : undefined
  if (bot === undefined || secret === undefined) throw new Problem('signIn.needed')
  const body = await request.body(bodyBytesMax)
  if (!isSigned(request.header('madoguchi-signature'), body, secret, clock.now())) throw new Problem('signIn.needed')
  return { bot: bot.id, body }
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new Problem('request.malformed')
  }
}
