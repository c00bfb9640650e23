/**
 * What customers think of a contact that is over. Asked for a day where the site wants it and somebody served them;
 * answered once. The score is kept with the contact's file, for counting; score and comment stand in its log.
 */
import { contactOf } from '../acd/index.ts'
import { maskCards } from '../flow/index.ts'
import { assert } from '../model/assert.ts'
import type { ContactId, QueueId, SessionId } from '../model/ids.ts'
import { hours, instant, type Instant } from '../model/time.ts'
import { Refused, surveyCommentMax, type SurveyScale, type VisitSurvey } from '../protocol/index.ts'
import type { ClosedContact, ContactFile } from './contact-file.ts'
import type { Directory } from './directory.ts'
import { visitorOf } from './live.ts'
import type { LogEntry } from './log-entry.ts'
import { closedOf, keys, rows } from './records.ts'
import type { Sight } from './views.ts'
import type { Work } from './work.ts'

/** So long after its end a customer is asked of a contact. */
const askedForMs = hours(24)

/** What a customer said of a contact. */
export interface Survey {
  readonly scale: SurveyScale
  /** 1 to 5, or 0 to 10 of `nps`. */
  readonly score: number
  readonly comment: string
}

/** An answer that was kept with this tick, for the metrics. */
export interface Surveyed extends Pick<Survey, 'scale' | 'score'> {
  readonly site: string
}

/** The contact that this visitor is asked of, or null. `now`: by default when something was kept last, which is exact enough to show it. */
export function surveyOf(sight: Sight, session: SessionId, now = lastKeptAt(sight)): VisitSurvey | null {
  const contact = visitorOf(sight.store, session)?.contact
  if (contact === undefined) return null
  const over = overOf(sight, contact, now)
  const scale = over && askedOf(sight.directory, over)
  return scale ? { contact, scale } : null
}

const lastKeptAt = ({ store }: Sight): Instant => instant(rows.meta.get(store, keys.meta('now')) ?? 0)

/** Takes a visitor's answer. Refused when nothing is asked, or not this. */
export function answerSurvey(
  work: Work,
  directory: Directory,
  session: SessionId,
  answer: { readonly contact: ContactId; readonly score: number; readonly comment: string },
): void {
  const { contact, score, comment } = answer
  const sight: Sight = { live: work.live, directory, store: work.tick }
  if (visitorOf(work.tick, session)?.contact !== contact) throw new Refused('contact.gone')
  const scale = surveyOf(sight, session, work.now)?.scale
  if (scale === undefined) throw new Refused('survey.gone')
  if (scale === 'csat' && (score < 1 || score > 5)) throw new Refused('request.malformed')
  const closed = closedOf(work.tick, work.live.sealing, contact)
  const survey = { scale, score, comment }
  if (closed === undefined) return noteSurvey(work, contact, survey)
  work.appendAfterwards(marked(closed, survey, work.now), entryOf(survey, work.now))
  work.surveyed.push({ scale, score, site: closed.file.site })
  noteScore(work, survey, closed.file, closed.queue)
}

/** Notes what the customer of a live contact said of it, for instance to the bot: they are not asked once more. */
export function noteSurvey(work: Work, contact: ContactId, survey: Survey): void {
  const file = work.live.file(contact)
  assert(file !== undefined, 'only a live contact has a file in memory')
  file.survey = { scale: survey.scale, score: survey.score, at: work.now }
  work.append(contact, entryOf(survey, work.now))
  work.surveyed.push({ scale: survey.scale, score: survey.score, site: file.site })
  noteScore(work, survey, file, contactOf(work.live.floor, contact)?.queue ?? null)
}

/** For reports. A contact that nobody of the staff has served says nothing of a queue. */
function noteScore(work: Work, { scale, score }: Survey, { lastAgent }: ContactFile, queue: QueueId | null): void {
  work.note({
    type: 'surveyed',
    at: work.now,
    queue: lastAgent === null ? null : queue,
    agent: lastAgent,
    scale,
    score,
  })
}

function entryOf({ scale, score, comment }: Survey, at: Instant): LogEntry {
  const shortened = [...maskCards(comment.trim())].slice(0, surveyCommentMax).join('')
  return { kind: 'surveyed', at, scale, score, comment: shortened }
}

const marked = (closed: ClosedContact, { scale, score }: Survey, at: Instant): ClosedContact => ({
  ...closed,
  file: { ...closed.file, survey: { scale, score, at } },
})

type Over = Pick<ClosedContact, 'file'> & Partial<Pick<ClosedContact, 'outcome'>>

/** The contact's file where its customer sees it as over, and not for too long; undefined where it is not. */
function overOf(sight: Sight, contact: ContactId, now: Instant): Over | undefined {
  const { live, store } = sight
  const file = live.file(contact)
  if (file !== undefined) return contactOf(live.floor, contact)?.state.phase === 'wrapUp' ? { file } : undefined
  const closed = closedOf(store, live.sealing, contact)
  return closed !== undefined && now - closed.closedAt < askedForMs ? closed : undefined
}

/** Nobody is asked of help that they did not get, from a person or from the bot, or twice. */
function askedOf(directory: Directory, { file, outcome }: Over): SurveyScale | null {
  if (file.survey !== undefined || (file.lastAgent === null && outcome !== 'solved')) return null
  return directory.surveyOf(file.site)
}
