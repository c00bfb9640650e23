/**
 * From the configuration file's sites, queues and reasons to the organisation that the hub serves: defaults are filled
 * in, seconds become milliseconds, short keys become typed ids, and what one entry says of another must be true.
 */
import { queueDefaults } from './acd/making.ts'
import type { AttachmentPolicy, Choice, Organisation, QueueSetup, Site } from './app/organisation.ts'
import { buildAgents } from './config-agents.ts'
import { buildDesk } from './config-desk.ts'
import { buildBot, buildFlows } from './config-flows.ts'
import { buildForm } from './config-form.ts'
import { buildServiceLevel, buildThresholds } from './config-levels.ts'
import { buildInvitations } from './config-look.ts'
import { buildAnswerer, buildBots, buildKnowledge } from './config-outside.ts'
import { buildIdentity } from './config-identity.ts'
import { buildRoles } from './config-roles.ts'
import { recognisedTypes, type FileSettings } from './config-schema.ts'
import { allowedTo, buildStep, readRequirements } from './config-steps.ts'
import { buildCalendars, buildScorer, buildWork } from './config-work.ts'
import type { Calendar } from './hours/index.ts'
import { makeId, type QueueId } from './model/ids.ts'
import { seconds } from './model/time.ts'

/** Says that the setting at `place` cannot stay as it is. Never returns. */
export type Refuse = (place: string, value: unknown, allowed: string) => never

type SiteSettings = NonNullable<FileSettings['sites']>[number]
type QueueSettings = NonNullable<FileSettings['queues']>[number]

/** What an agent's absence is called when an offer rang out; the floor sets it, so it is always among the reasons. */
const missedOffer: Choice = { key: 'missedOffer', label: { en: 'Missed offer', ja: '応答なし' } }

/** Used when the configuration names no reasons. */
export const defaultReasons: readonly Choice[] = [
  { key: 'lunch', label: { en: 'Lunch', ja: '昼休み' } },
  { key: 'break', label: { en: 'Break', ja: '休憩' } },
  { key: 'meeting', label: { en: 'Meeting', ja: '会議' } },
  { key: 'training', label: { en: 'Training', ja: '研修' } },
  missedOffer,
]

const megabyte = 1024 * 1024

/** What the floor does where the configuration does not say; the demo takes it as it is. */
export { queueDefaults }

/** True when `text` is exactly what a browser sends as `Origin`: scheme, host, and port when it is not the usual one. */
export function isExactOrigin(text: string): boolean {
  try {
    const url = new URL(text)
    return (url.protocol === 'https:' || url.protocol === 'http:') && url.origin === text
  } catch {
    return false
  }
}

/** Builds the organisation. Calls `refuse` when entries contradict each other. Both lists are there: config.ts asks first. */
export function buildOrganisation(settings: FileSettings, refuse: Refuse): Organisation {
  const queues = settings.queues ?? []
  const sites = settings.sites ?? []
  refuseDoubles(queues, 'id', 'queues', refuse)
  refuseDoubles(sites, 'id', 'sites', refuse)
  refuseDoubles(sites, 'key', 'sites', refuse)
  refuseDoubles(settings.reasons ?? [], 'key', 'reasons', refuse)
  const known = new Set(queues.map((queue) => queue.id))
  const calendars = buildCalendars(settings, refuse)
  const names = {
    queues: [...known],
    calendars: [...calendars.keys()],
    bots: (settings.bots ?? []).map(({ id }) => id),
  }
  const flows = buildFlows(settings.flows ?? [], names, refuse)
  return {
    sites: sites.map((site, at) => ({
      ...buildSite(site, `sites/${at}`, known, refuse),
      ...(site.bot && { bot: buildBot(site.bot, `sites/${at}/bot`, flows, refuse) }),
    })),
    queues: queues.map((queue, at) => ({
      ...buildQueue(queue, `queues/${at}`, known, refuse, hasBot(queue.id, sites)),
      ...calendarOf(queue, `queues/${at}`, calendars, refuse),
    })),
    reasons: withMissedOffer(settings.reasons ?? defaultReasons),
    ...buildDesk(settings, known, refuse),
    attachments: buildAttachments(settings.attachments ?? {}),
    ...(settings.bots && { bots: buildBots(settings.bots, refuse) }),
    ...(settings.answerer && { answerer: buildAnswerer(settings.answerer, refuse) }),
    ...(settings.knowledge && { knowledge: buildKnowledge(settings.knowledge, refuse) }),
    agents: buildAgents(settings.agents ?? [], known, refuse),
    ...(settings.roles && { roles: buildRoles(settings.roles, refuse) }),
    ...(settings.thresholds && { thresholds: buildThresholds(settings.thresholds, known, refuse) }),
    flows: [...flows.values()],
    calendars,
  }
}

/** What may be uploaded when the configuration does not say: pictures, PDF, text, tables and letters; no archives. */
export function buildAttachments(settings: NonNullable<FileSettings['attachments']>): AttachmentPolicy {
  return {
    bytesMax: (settings.megabytesMax ?? 10) * megabyte,
    types: settings.types ?? recognisedTypes.filter((type) => type !== 'application/zip'),
    perContactMax: settings.perContactMax ?? 50,
    megapixelsMax: settings.megapixelsMax ?? 50,
  }
}

export const queueId = (key: string): QueueId => makeId('queue', key)

function buildSite(site: SiteSettings, place: string, known: ReadonlySet<string>, refuse: Refuse): Site {
  const topics = site.topics ?? []
  refuseDoubles(topics, 'key', `${place}/topics`, refuse)
  refuseDoubles(site.invitations ?? [], 'key', `${place}/invitations`, refuse)
  const asQueue = (key: string, where: string): QueueId =>
    known.has(key)
      ? queueId(key)
      : refuse(where, key, `one of the queues: ${[...known].join(', ') || 'there are none'}`)
  site.origins.forEach((origin, at) => {
    if (!isExactOrigin(origin))
      refuse(
        `${place}/origins/${at}`,
        origin,
        'an exact origin such as https://shop.example.jp, without a path or a star',
      )
  })
  return {
    id: makeId('site', site.id),
    key: site.key,
    name: site.name,
    origins: site.origins,
    topics: topics.map(({ key, label, queue }, at) => ({
      key,
      label,
      queue: asQueue(queue, `${place}/topics/${at}/queue`),
    })),
    defaultQueue: asQueue(site.defaultQueue, `${place}/defaultQueue`),
    retentionDays: site.retentionDays ?? null,
    calls: site.calls ?? 'video',
    ...(site.look && { look: site.look }),
    ...(site.invitations && { invitations: buildInvitations(site.invitations) }),
    ...(site.survey !== undefined && site.survey !== 'none' && { survey: site.survey }),
    ...(site.form && { form: buildForm(site.form, `${place}/form`, refuse) }),
    ...(site.identity && { identity: buildIdentity(site.identity, `${place}/identity`, refuse) }),
  }
}

function calendarOf(
  { calendar }: QueueSettings,
  place: string,
  calendars: ReadonlyMap<string, Calendar>,
  refuse: Refuse,
): Pick<QueueSetup, 'calendar'> {
  if (calendar === undefined) return {}
  const found = calendars.get(calendar)
  const names = [...calendars.keys()].join(', ') || 'there are none'
  return { calendar: found ?? refuse(`${place}/calendar`, calendar, `one of the calendars: ${names}`) }
}

/** Whether every site whose contacts come to this queue has a bot that may take them instead. */
function hasBot(queue: string, sites: readonly SiteSettings[]): boolean {
  const leading = sites.filter(({ defaultQueue, topics = [] }) =>
    [defaultQueue, ...topics.map((topic) => topic.queue)].includes(queue),
  )
  return leading.length > 0 && leading.every(({ bot }) => bot !== undefined)
}

function buildQueue(
  queue: QueueSettings,
  place: string,
  known: ReadonlySet<string>,
  refuse: Refuse,
  botTakes: boolean,
): QueueSetup {
  const dispositions = queue.dispositions ?? []
  refuseDoubles(dispositions, 'key', `${place}/dispositions`, refuse)
  const dispositionRequired = queue.dispositionRequired ?? false
  if (dispositionRequired && dispositions.length === 0)
    refuse(`${place}/dispositionRequired`, true, 'false as long as the queue has no dispositions to choose from')
  const allowed = allowedTo(queue.steps ?? [], `${place}/steps`, refuse)
  const { scorer, scoring } = buildScorer(queue, `${place}/scorer`, refuse)
  return {
    name: queue.name,
    serviceLevel: buildServiceLevel(queue, `${place}/serviceLevel`, refuse),
    dispositions,
    ...(queue.replySeconds !== undefined && { replyMs: seconds(queue.replySeconds) }),
    ...(scorer && { scorer }),
    ...(allowed !== undefined && { allowed }),
    rules: {
      ...queueDefaults,
      ...buildWork(queue, place, known, refuse, botTakes),
      id: queueId(queue.id),
      strategy: queue.strategy ?? 'longest-idle',
      ringAtOnce: queue.ringAtOnce ?? 5,
      ...(scoring && { scoring }),
      requirements: (queue.requirements ?? []).flatMap((text, at) =>
        readRequirements(text, `${place}/requirements/${at}`, refuse),
      ),
      priorityMs: seconds(queue.prioritySeconds ?? 0),
      version: queue.version ?? '',
      steps: (queue.steps ?? []).map((step, at) => buildStep(step, `${place}/steps/${at}`, refuse)),
      acceleration: Math.round((queue.acceleration ?? 1) * 1_000),
      waitCapMs: queue.waitCapSeconds === undefined ? null : seconds(queue.waitCapSeconds),
      offerTimeoutMs: seconds(queue.offerTimeoutSeconds ?? 20),
      declineCoolDownMs: seconds(queue.declineCoolDownSeconds ?? 10),
      missCoolDownMs: seconds(queue.missCoolDownSeconds ?? 0),
      turnAwayCoolDownMs: seconds(queue.turnAwayCoolDownSeconds ?? 10),
      missesBeforeAway: queue.missesBeforeAway ?? 1,
      offerGapMs: seconds(queue.offerGapSeconds ?? 0),
      wrapUpMs: seconds(queue.wrapUpSeconds ?? 60),
      dispositionRequired,
      dispositions: dispositions.map((disposition) => disposition.key),
      customerGraceMs: seconds(queue.customerGraceSeconds ?? 120),
      agentGraceMs: seconds(queue.agentGraceSeconds ?? 60),
    },
  }
}

function withMissedOffer(reasons: readonly Choice[]): readonly Choice[] {
  return reasons.some((reason) => reason.key === missedOffer.key) ? reasons : [...reasons, missedOffer]
}

function refuseDoubles<Name extends string>(
  entries: readonly Readonly<Record<Name, string>>[],
  name: Name,
  place: string,
  refuse: Refuse,
): void {
  const seen = new Set<string>()
  entries.forEach((entry, at) => {
    if (seen.has(entry[name])) refuse(`${place}/${at}/${name}`, entry[name], 'different from all others in the list')
    seen.add(entry[name])
  })
}
