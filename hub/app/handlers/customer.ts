/** The customer's card: what staff and the company's own server know of them, and links to where the company's systems show them. */
import { Refused } from '../../protocol/index.ts'
import { fieldsOf, knownOf, sourceOfAgent, withFields } from '../known.ts'
import { declaredBy } from '../site-form.ts'
import { giveField, isFixed, isSensitiveName, readValue, declarationOf, type FieldStore } from '../../flow/index.ts'
import type { CustomerId } from '../../model/ids.ts'
import { customerName, detailsOf, putDetails } from '../customers.ts'
import { saidOf, type Said } from '../identities.ts'
import { isOwnWork } from '../reading.ts'
import { keys, rows, type CustomerRow } from '../records.ts'
import { filledLinks } from '../system-links.ts'
import type { Work } from '../work.ts'
import { agentOfActor, readableContact, workedContact, type Handlers, type RequestContext } from './context.ts'

type CustomerVerbs = 'customer.card' | 'customer.change' | 'contact.setField'

const attributesMax = 50
const attributeMax = 300
/** What the card has a place of its own for. */
const ownPlaces = ['customer.name', 'customer.email', 'customer.phone']

export const customerHandlers: Pick<Handlers, CustomerVerbs> = {
  'customer.card'(context, { contact }) {
    const { actor, work, directory, looks } = context
    const { sealing } = work.live
    const found = readableContact(context, contact)
    const { file } = found
    const row = customerRow(context, file.customer)
    if (!isOwnWork({ live: work.live, store: work.tick }, actor, found))
      looks.record(work.tick, actor, 'customer.read', file.customer)
    const said = saidOfCustomer(work, row)
    const signed = new Map(
      said.flatMap(({ fields }) => Object.entries(fields)).map(([name, value]) => [name, `${value}`]),
    )
    const details = detailsOf(sealing, file.customer, row)
    const card = {
      customer: file.customer,
      name: customerName(sealing, file.customer, row) || (sealing.about(file)?.customerName ?? ''),
      email: cut(details.email || (signed.get('customer.email') ?? ''), 120),
      phone: cut(details.phone || (signed.get('customer.phone') ?? ''), 40),
      company: details.company,
      note: details.note,
    }
    const fields = fieldsOf(knownOf(sealing, file))
    const values: Readonly<Record<string, string>> = {
      'customer.id': said.at(-1)?.name.subject ?? '',
      'customer.name': card.name,
      'customer.email': card.email,
      'customer.phone': card.phone,
      'customer.company': card.company,
      'contact.id': contact,
    }
    const wordsFor = (name: string): string =>
      name.startsWith('field.') ? plainValue(fields, name.slice('field.'.length)) : (values[name] ?? '')
    return {
      ...card,
      attributes: [...signed]
        .filter(([name]) => !ownPlaces.includes(name))
        .slice(0, attributesMax)
        .map(([name, value]) => ({ name: cut(name, 80), value: cut(value, attributeMax) })),
      links: filledLinks(directory.organisation.links ?? [], wordsFor),
    }
  },

  'customer.change'(context, { contact, ...given }) {
    const { work } = context
    const { sealing } = work.live
    const { file } = workedContact(context, contact)
    const details = {
      name: given.name.trim(),
      email: given.email.trim(),
      phone: given.phone.trim(),
      company: given.company.trim(),
      note: given.note.trim(),
    }
    putDetails(work, file.customer, customerRow(context, file.customer), details)
    const about = sealing.about(file)
    if (details.name === '' || about === null || about.customerName === details.name) return {}
    // Colleagues see whom they talk with by the name that is right; what the customer is shown is as they wrote it.
    file.about = sealing.sealAbout(file, { ...about, customerName: details.name })
    work.touchContact(contact)
    return {}
  },

  'contact.setField'(context, { contact, name, value }) {
    const { actor, work, directory, bot } = context
    const { sealing, flows } = work.live
    const { file } = workedContact(context, contact)
    const known = knownOf(sealing, file)
    const declared = declarationOf(declaredBy(directory.site(file.site), flows.declarations(known.flow)), name)
    if (declared?.sensitive === true || isSensitiveName(name)) throw new Refused('field.refused')
    const reading = { today: bot.around(work, file).today, locale: file.locale }
    const store = fieldsOf(known)
    const changed = value.trim() === '' ? without(store, name) : withValue()
    const handed = known.handed === null || known.handed.includes(name) ? known.handed : [...known.handed, name]
    file.known = sealing.sealKnown(file, { ...withFields(known, changed), handed })
    work.touchContact(contact)
    return {}

    function withValue(): FieldStore {
      const read = declared === undefined ? { value: value.trim() } : readValue(value, declared, reading)
      if (!('value' in read)) throw new Refused('field.refused')
      // As the customer's own word, which the agent has from them.
      const source = sourceOfAgent(agentOfActor(actor))
      const given = { value: read.value, trust: 'visitor', mode: 'overwrite', source } as const
      const giving = giveField(store, name, given, declared, reading)
      if ('refused' in giving) throw new Refused('field.refused')
      return giving.store
    }
  },
}

/** What the company's server says of them, by whichever of its names; the one seen last at the end. */
function saidOfCustomer({ tick, live }: Work, row: CustomerRow): readonly Said[] {
  return (row.identities ?? []).flatMap(([site, subject]) => {
    const identity = rows.identity.get(tick, keys.identity(site, subject))
    return (identity && saidOf(live.sealing, { site, subject }, identity)) ?? []
  })
}

function customerRow({ work }: RequestContext, customer: CustomerId): CustomerRow {
  const row = rows.customer.get(work.tick, keys.customer(customer))
  if (row === undefined) throw new Refused('contact.gone')
  return row
}

/** Nobody takes away what the company has signed, or what the page holds fast. */
function without(store: FieldStore, name: string): FieldStore {
  const before = Object.hasOwn(store, name) ? store[name]! : undefined
  if (before !== undefined && isFixed(before)) throw new Refused('field.refused')
  return Object.fromEntries(Object.entries(store).filter(([other]) => other !== name))
}

/** As it is kept, for programs; '' for what is not known, masked or no text. */
function plainValue(store: FieldStore, name: string): string {
  const field = Object.hasOwn(store, name) ? store[name]! : undefined
  return field === undefined || field.masked === true || typeof field.value === 'object' ? '' : String(field.value)
}

const cut = (text: string, max: number): string => text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '')
