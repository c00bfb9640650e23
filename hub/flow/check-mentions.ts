/** Whether what a flow speaks of is there: its own steps and fields, and the queues and calendars of the configuration. */
import { oneOfThese, quoted } from './faults.ts'
import type { Mention, Reading } from './shape.ts'
import { fitValue, type Declared } from './values/index.ts'

/** Names that a flow may speak of. Where a list is left out, any name will do. */
export interface KnownNames {
  readonly queues?: readonly string[]
  readonly calendars?: readonly string[]
  readonly bots?: readonly string[]
}

/** `written`: the document as it stands, so that one bad step does not make all that lead to it bad as well. */
export function checkMentions(written: unknown, { faults, mentions }: Reading, known: KnownNames): void {
  const steps = namesIn(written, 'steps')
  const fields = namesIn(written, 'fields')
  const { queues, calendars, bots } = known
  const named = {
    step: { names: steps, what: 'step' },
    field: { names: fields, what: 'field' },
    queue: { names: queues, what: 'queue' },
    bot: { names: bots, what: 'bot' },
    calendar: {
      names: calendars === undefined ? undefined : [...calendars, ...(queues ?? [])],
      what: 'calendar or queue',
    },
  }
  for (const mention of mentions) {
    if (faults.isFull) return
    const { names, what } = named[mention.of]
    if (names !== undefined && !names.includes(mention.name))
      faults.add(
        mention.place,
        `"${mention.name}" in ${quoted(mention.place)} is no ${what}`,
        oneOfThese(mention.name, names),
      )
    else if (mention.of === 'field') checkField(mention, declaredOf(written, mention.name), { faults, mentions })
  }
}

/** Whether the field has a type that can be used so, and the value fits it. Faults of a declaration itself are told elsewhere. */
function checkField(mention: Mention, field: Declared | undefined, { faults }: Reading): void {
  const { name, place, types, key } = mention
  if (field === undefined) return
  if (types !== undefined && !types.includes(field.type))
    faults.add(
      place,
      `${quoted(place)} needs a field of ${types.join(' or ')}, and "${name}" is ${field.type}`,
      `name another field, or declare "${name}" as ${types[0]}`,
    )
  if ('value' in mention && !couldFit(mention.value, field))
    faults.add(
      place,
      `${JSON.stringify(mention.value)} in ${quoted(place)} is no value of "${name}", which is ${field.type}`,
      remedyFor(field, mention.value),
    )
  const keys = field.type === 'yesNo' ? ['yes', 'no'] : (field.choices ?? []).map((choice) => choice.key)
  if (key !== undefined && !keys.includes(key))
    faults.add(place, `"${key}" in ${quoted(place)} is no choice of "${name}"`, oneOfThese(key, keys))
}

/** Bounds that depend on the day are asked when it is there. */
function couldFit(value: unknown, { from: _from, to: _to, ...field }: Declared): boolean {
  try {
    return fitValue(value, field, { today: '2026-01-05', locale: 'en' }) !== null
  } catch {
    // The declaration is faulty itself, which is told where it stands.
    return true
  }
}

function remedyFor({ type, choices = [] }: Declared, value: unknown): string {
  if (type === 'choice')
    return oneOfThese(
      String(value),
      choices.map(({ key }) => key),
    )
  const examples = { number: 'a number such as 3', yesNo: 'true or false', date: 'a date such as "2026-01-05"' }
  return `write ${examples[type as keyof typeof examples] ?? `a text that fits the field's rules`}`
}

function namesIn(written: unknown, part: 'steps' | 'fields'): readonly string[] {
  const found = (written as Record<string, unknown> | null)?.[part]
  return typeof found === 'object' && found !== null ? Object.keys(found) : []
}

function declaredOf(written: unknown, name: string): Declared | undefined {
  const fields = (written as { readonly fields: Record<string, unknown> }).fields
  const found = fields[name] as Declared | undefined
  return typeof found?.type === 'string' ? found : undefined
}
