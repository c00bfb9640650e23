/**
 * The form that a site shows before a contact: what its fields are declared as, what a visitor sees of it, and how what they
 * typed is read. What is known of a customer is not asked once more: what the company has signed is shown locked, and a page
 * skips what they said of themselves in an earlier contact.
 */
import {
  forNextContact,
  giveFields,
  readValue,
  showField,
  type Declarations,
  type FieldStore,
  type Given,
} from '../flow/index.ts'
import type { SessionId } from '../model/ids.ts'
import type { Locale, SiteFormField } from '../protocol/index.ts'
import { signedFields } from './identities.ts'
import { fieldsOf, knownOf } from './known.ts'
import { visitorOf } from './live.ts'
import type { Site } from './organisation.ts'
import { closedOf } from './records.ts'
import type { Sight } from './views.ts'

/** What a site's form and the contact's flow say of the fields; the flow where both do. */
export const declaredBy = (site: Site | undefined, flow: Declarations): Declarations =>
  site?.form === undefined ? flow : { ...formDeclarations(site.form), ...flow }

const formDeclarations = (form: NonNullable<Site['form']>): Declarations =>
  Object.fromEntries(
    form.map(({ field, kind, label, about, choices }) => [
      field,
      { type: kind, label, about, sensitive: false, allowPrefill: false, ...(kind === 'choice' && { choices }) },
    ]),
  )

/** The form as this visitor is to see it; null for the usual one. */
export function formFor(
  { live, directory, store }: Sight,
  session: SessionId,
  siteKey: string,
): SiteFormField[] | null {
  const site = directory.site(siteKey)
  if (site?.form === undefined) return null
  const { sealing, flows } = live
  const signed = new Map(signedFields(store, sealing, session).map(({ name, value }) => [name, String(value)]))
  const last = visitorOf(store, session)?.contact
  const file = last === undefined ? undefined : (live.file(last) ?? closedOf(store, sealing, last)?.file)
  const known = file && knownOf(sealing, file)
  const declared = declaredBy(site, known === undefined ? {} : flows.declarations(known.flow))
  const kept = known === undefined ? {} : forNextContact(fieldsOf(known), declared)
  return site.form.map(({ field, label, kind, choices, optional }) => {
    const token = signed.get(field)
    const before = kept[field]
    const shown = before === undefined ? '' : showField(before, declared[field], file!.locale)
    return { field, label, kind, choices, optional, known: token ?? shown, locked: token !== undefined }
  })
}

/**
 * Takes in what was given before a contact: what was typed into a form is read as people write it; what cannot be read stays
 * as it was typed, since somebody may make sense of it.
 */
export function takeGiven(
  store: FieldStore,
  given: Readonly<Record<string, Given>>,
  declared: Declarations,
  reading: { readonly today: string; readonly locale: Locale },
): FieldStore {
  const entries = Object.entries(given).map(([name, one]): [string, Given] => {
    const declaration = one.trust === 'visitor' && typeof one.value === 'string' ? declared[name] : undefined
    const read = declaration && readValue(one.value as string, declaration, reading)
    return [name, read !== undefined && 'value' in read ? { ...one, value: read.value } : one]
  })
  const taken = giveFields(store, Object.fromEntries(entries), declared, reading)
  const unread = entries.filter(([name, { trust }]) => trust === 'visitor' && taken.refused[name] === 'field.type')
  return giveFields(taken.store, Object.fromEntries(unread), {}, reading).store
}
