/** What a site asks before a contact, in the configuration: the fields of its form. */
import Type, { type Static } from 'typebox'
import type { FormField } from './app/organisation.ts'
import { bothLanguages, choice, closed, oneOf } from './config-parts.ts'
import { isFieldName, isSensitiveName } from './flow/index.ts'

/** Files can be sent once there is a contact. */
const kinds = ['text', 'number', 'date', 'choice', 'yesNo', 'telephone', 'email', 'postcode'] as const

export const formSettings = Type.Array(
  Type.Object(
    {
      field: Type.String({ minLength: 1, maxLength: 80, description: 'the name of a field, such as order.id' }),
      label: bothLanguages,
      kind: Type.Optional(oneOf(...kinds)),
      choices: Type.Optional(
        Type.Array(choice, { minItems: 1, maxItems: 20, description: 'a list of 1 to 20 { "key", "label" }' }),
      ),
      optional: Type.Optional(Type.Boolean({ description: 'true or false' })),
      about: Type.Optional(oneOf('topic', 'customer')),
    },
    { ...closed, description: 'a field { "field", "label", "kind", "choices", "optional", "about" }' },
  ),
  {
    maxItems: 20,
    description: 'a list of at most 20 fields { "field", "label", "kind", "choices", "optional", "about" }',
  },
)

type Refuse = (place: string, value: unknown, allowed: string) => never

/** Calls `refuse` when a field cannot be asked for like this. */
export function buildForm(settings: Static<typeof formSettings>, place: string, refuse: Refuse): readonly FormField[] {
  const seen = new Set<string>()
  return settings.map(({ field, label, kind = 'text', choices = [], optional = false, about = 'topic' }, at) => {
    const where = `${place}/${at}`
    if (!isFieldName(field))
      refuse(`${where}/field`, field, 'a name such as order.id: words of letters and digits, with dots')
    if (isSensitiveName(field))
      refuse(`${where}/field`, field, 'a name that is none of a secret: what is secret is asked for by the bot')
    if (seen.has(field)) refuse(`${where}/field`, field, 'different from all others in the list')
    if ((kind === 'choice') !== choices.length > 0)
      refuse(`${where}/choices`, choices, 'there for the kind choice, and for no other')
    seen.add(field)
    return { field, label, kind, choices, optional, about }
  })
}
