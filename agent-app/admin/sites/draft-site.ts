/**
 * PURE: a site of the draft as a visitor would be told of it, for the preview: nobody is known yet, and somebody is there to answer.
 * What is half written is left out, so that the preview stands while one types.
 */
import type { BothLanguages, SiteFace, SiteLook, VisitSite } from '#protocol'
import type { Entry } from '../entries.ts'

const colourForm = /^#[0-9a-f]{6}$/i

type FormField = NonNullable<VisitSite['form']>[number]

export interface SiteDraft {
  readonly face: SiteFace
  readonly site: VisitSite
}

/** `isStaffed`: whether it is shown as with somebody there. */
export function draftOfSite(entry: Entry, isStaffed = true): SiteDraft {
  const { bot, calls = 'video', form, topics } = entry
  const name = both(entry['name'])
  const look = usable((entry['look'] ?? {}) as SiteLook)
  const site: VisitSite = {
    name,
    topics: listOf<{ key?: string; label?: BothLanguages }>(topics).map(({ key = '', label }) => ({
      key,
      label: both(label),
    })),
    staffed: isStaffed,
    customerName: '',
    attachmentBytesMax: 0,
    attachmentTypes: [],
    pushKey: null,
    calls: calls as VisitSite['calls'],
    bot: isAlways(bot),
    identified: null,
    open: null,
    opensAt: null,
    survey: null,
    form: Array.isArray(form) ? listOf<Partial<FormField>>(form).map(fieldOf) : null,
    zone: null,
    greeting: look.greeting ?? null,
  }
  return { face: { name, look, invitations: [] }, site }
}

const isAlways = (bot: unknown): boolean =>
  bot !== undefined && ((bot as { when?: string }).when ?? 'always') === 'always'

const listOf = <One>(value: unknown): readonly One[] => (Array.isArray(value) ? (value as One[]) : [])

function both(value: unknown): BothLanguages {
  const { en = '', ja = '' } = (value ?? {}) as Partial<BothLanguages>
  return { en: en || ja, ja: ja || en }
}

function fieldOf({ field = '', label, kind = 'text', choices = [], optional = false }: Partial<FormField>): FormField {
  const shown = choices.map((one) => ({ key: one.key, label: both(one.label) }))
  return { field, label: both(label), kind, choices: shown, optional, known: '', locked: false }
}

/** What somebody is about to type must not break the frame. */
function usable({ accent, accentDark, logo, greeting, ...rest }: SiteLook): SiteLook {
  return {
    ...rest,
    ...(accent && colourForm.test(accent) && { accent }),
    ...(accentDark && colourForm.test(accentDark) && { accentDark }),
    ...(logo && URL.canParse(logo) && { logo }),
    ...(greeting && (greeting.en || greeting.ja) && { greeting: both(greeting) }),
  }
}
