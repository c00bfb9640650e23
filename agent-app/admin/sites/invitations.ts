/** Whom a site's widget asks, unasked, whether they want help: the words, and when all of it must hold. */
import { html, type TemplateResult } from 'lit'
import { nextKey } from '../draft.ts'
import {
  bothField,
  choiceField,
  group,
  listField,
  numberField,
  pickField,
  switchField,
  textField,
} from '../fields/index.ts'
import { optionsOf, type SiteHost } from './site-host.ts'

const pageForm = /^[/*]\S{0,199}$/

export function invitationsGroup(host: SiteHost, place: string): TemplateResult {
  const { words, editing } = host
  const at = `${place}/invitations`
  return group(
    words.groups.invitations,
    words.invitationsLead,
    listField(host, {
      at,
      label: words.invitations,
      max: 10,
      addLabel: words.addInvitation,
      none: words.noInvitations,
      named: (index) => words.invitation(index + 1),
      blank: () => ({
        key: nextKey('invitation', editing.list<{ key?: string }>(at)),
        text: { en: '', ja: '' },
        when: { seconds: 30 },
      }),
      draw: (one) => invitation(host, one),
    }),
  )
}

function invitation(host: SiteHost, at: string): TemplateResult {
  const { words } = host
  return html`${bothField(host, { at: `${at}/text`, label: words.invitationText, max: 200, long: true })}
    <div class="pair">
      ${textField(host, {
        at: `${at}/when/page`,
        label: words.whenPage,
        help: words.whenPageHelp,
        placeholder: '/cart*',
        isCode: true,
        check: (text) => (pageForm.test(text) ? '' : words.whenPageForm),
      })}
      ${numberField(host, {
        ...{ at: `${at}/when/seconds`, label: words.whenSeconds, min: 0, max: 3_600 },
        ...{ unit: words.seconds, builtIn: '0' },
      })}
      ${numberField(host, {
        ...{ at: `${at}/when/scrollPercent`, label: words.whenScroll, min: 1, max: 100 },
        ...{ unit: '%', builtIn: '' },
      })}
      ${returning(host, `${at}/when/returning`)}
      ${choiceField(host, { at: `${at}/only`, label: words.only, options: optionsOf(words.onlys), builtIn: 'staffed' })}
      ${numberField(host, {
        ...{ at: `${at}/everyDays`, label: words.everyDays, min: 1, max: 365 },
        ...{ unit: words.days, builtIn: '7' },
      })}
    </div>
    ${switchField(host, { at: `${at}/when/exit`, label: words.whenExit, builtIn: false })}`
}

function returning(host: SiteHost, at: string): TemplateResult {
  const { words, editing } = host
  const found = editing.at(at)
  return pickField(host, {
    at,
    label: words.returning,
    options: optionsOf(words.returnings),
    none: words.returningEither,
    value: found === undefined ? undefined : found === true ? 'known' : 'new',
    write: (value) => editing.set(at, value === undefined ? undefined : value === 'known'),
  })
}
