/**
 * PURE: what a record tells besides its act, in its reader's language. The hub keeps it in English, in the forms of
 * hub/model/audit-details.ts; what has none of them, such as the name of a key or of a section, is shown as it was written.
 */
import type { WatchWords } from '../../translations/en-admin-watch.ts'

/** What those who read know ids by; the id itself for one that is gone. */
export interface Names {
  agent(id: string): string
  role(key: string): string
}

type PresenceStatus = 'available' | 'away' | 'offline'
type Say = (words: WatchWords['audit']['details'], found: readonly string[], names: Names) => string

const one = (name: 'on' | 'off' | 'forgotten' | 'one' | 'all' | 'first' | 'fromFile' | 'configuration'): Say => {
  return (words) => words[name]
}
const contacts: readonly [RegExp, Say] = [/^(\d+) contacts$/, (words, [n]) => words.contacts(Number(n))]
const applied: readonly (readonly [RegExp, Say])[] = [
  [/^found in the file at the start$/, one('fromFile')],
  [/^as version (\d+)$/, (words, [n]) => words.asVersion(Number(n))],
  [/^(\d+) waiting contacts re-planned$/, (words, [n]) => words.replanned(Number(n))],
]

/** By act: how its detail is written, and how it is said. */
const forms: Readonly<Record<string, readonly (readonly [RegExp, Say])[]>> = {
  'account.added': [[/^(\S+)$/, (_, [role], names) => names.role(role!)]],
  'account.role': [
    [/^(\S+) to (\S+)$/, (words, [before, after], names) => words.roles(names.role(before!), names.role(after!))],
  ],
  'account.secondFactor': [
    [/^on$/, one('on')],
    [/^off$/, one('off')],
    [/^forgotten$/, one('forgotten')],
    [/^a recovery code was used, (\d+) are left$/, (words, [left]) => words.recoveryUsed(Number(left))],
  ],
  'login.ended': [
    [/^one$/, one('one')],
    [/^all$/, one('all')],
  ],
  'configuration.changed': [[/^the first one$/, one('first')]],
  'configuration.applied': applied,
  'configuration.rolledBack': applied,
  'contact.assigned': [
    [/^to (\S+) by force$/, (words, [agent], names) => words.assigned(names.agent(agent!))],
    [/^to (\S+) as an offer$/, (words, [agent], names) => words.offered(names.agent(agent!))],
  ],
  'contact.takenOver': [[/^from (\S+)$/, (words, [agent], names) => words.takenFrom(names.agent(agent!))]],
  'call.listened': [
    [/^(monitor|whisper|barge)$/, (words, [mode]) => words.listening[mode as keyof typeof words.listening]],
  ],
  'agent.forced': [
    [
      /^(available|away|offline)(?: (\S+))?$/,
      (words, [status, reason]) => words.presence(status as PresenceStatus, reason ?? ''),
    ],
  ],
  'agent.rescued': [contacts],
  'customer.exported': [contacts],
  'customer.erased': [contacts],
  'customer.merged': [[/^(\d+) contacts of (\S+)$/, (words, [n, customer]) => words.contactsOf(Number(n), customer!)]],
  'retention.ran': [
    [/^(\d+) contacts, ended before (\d+) days$/, (words, [n, days]) => words.endedBefore(Number(n), Number(days))],
  ],
  'audit.trimmed': [[/^(\d+) records past their time$/, (words, [n]) => words.trimmed(Number(n))]],
}

const version: readonly [RegExp, Say] = [/^version (\d+)$/, (words, [n]) => words.version(Number(n))]

/** By act: what it was done to, where that has neither a name of its own nor an id. */
const objects: Readonly<Record<string, readonly [RegExp, Say]>> = {
  'configuration.changed': [/^configuration$/, one('configuration')],
  'configuration.applied': version,
  'configuration.rolledBack': version,
  'role.changed': [/^(\S+)$/, (_, [role], names) => names.role(role!)],
  'audit.trimmed': [/^(\d+)$/, (words, [n]) => words.upTo(Number(n))],
}

/** What an act was done to as it is shown, or null where only its id tells of it. */
export function objectText(
  act: string,
  object: string,
  words: WatchWords['audit']['details'],
  names: Names,
): string | null {
  const form = objects[act]
  const found = form?.[0].exec(object) ?? null
  return form === undefined || found === null ? null : form[1](words, found.slice(1), names)
}

/** The detail of a record of this act as it is shown. */
export function detailText(act: string, detail: string, words: WatchWords['audit']['details'], names: Names): string {
  const said = (written: string): string | undefined => {
    for (const [form, say] of forms[act] ?? []) {
      const found = form.exec(written)
      if (found !== null) return say(words, found.slice(1), names)
    }
    return undefined
  }
  // Only what is done to the configuration is told in several parts.
  if (!act.startsWith('configuration.')) return said(detail) ?? detail
  return detail
    .split(', ')
    .map((part) => said(part) ?? part)
    .join(words.between)
}
