/** Who and what this hub serves: sites, queues and reasons from the configuration, people from the store. Plain data, frozen at start. */
import type { AgentRules, QueueRules } from '../acd/state.ts'
import type { AnswererSettings } from '../answering/index.ts'
import type { Calendar } from '../hours/index.ts'
import type { Flow } from '../flow/index.ts'
import type { Entry } from '../knowledge/index.ts'
import type { AgentId, QueueId, SiteId } from '../model/ids.ts'
import type { Right } from '../model/rights.ts'
import type { DurationMs } from '../model/time.ts'
import type { BothLanguages, FloorAlert, Invitation, SiteFormField, SiteLook, SurveyScale } from '../protocol/index.ts'

/** A choice that people see: a stable key and its words. */
export interface Choice {
  readonly key: string
  readonly label: BothLanguages
}

/** An answer that is written already, with `{customer}` and the like in it. */
export interface Reply {
  readonly key: string
  readonly title: BothLanguages
  readonly text: BothLanguages
  /** Where it is of use; empty for everywhere. */
  readonly queues: readonly QueueId[]
}

/** A way into one of the company's own systems; `{customer.name}` and the like in `url` are filled in. */
export interface SystemLink extends Choice {
  readonly url: string
}

/** One embedding of the widget. */
export interface Site {
  readonly id: SiteId
  /** Public key in the page, `pk_...`. No secret. */
  readonly key: string
  readonly name: BothLanguages
  /** Exact origins that may embed it, such as `https://shop.example.jp`. */
  readonly origins: readonly string[]
  /** What a customer can ask about; each leads to a queue. */
  readonly topics: readonly (Choice & { readonly queue: QueueId })[]
  /** For a contact without a topic. */
  readonly defaultQueue: QueueId
  /** Days that an ended contact is kept; null or missing is for ever. */
  readonly retentionDays?: number | null
  /** How customers may call. Left out: by voice and by video. */
  readonly calls?: 'none' | 'audio' | 'video'
  /** The bot of its contacts. Left out: they wait for a person at once. */
  readonly bot?: SiteBot
  /** How the widget looks there. Left out: as built in. */
  readonly look?: SiteLook
  /** Whom it asks, unasked, whether they want help. Left out: nobody. */
  readonly invitations?: readonly Invitation[]
  /** What customers are asked of contacts that are over. Left out: nothing. */
  readonly survey?: SurveyScale
  /** What is asked before a contact, beside topic and message. Left out: the name. */
  readonly form?: readonly FormField[]
  /** Who signs the identity of its customers. Left out: nobody, and everybody is unknown. */
  readonly identity?: SiteIdentity
}

/** Whom the hub believes when it says who a customer is. */
export interface SiteIdentity {
  /** What `iss` of a token must be. */
  readonly issuer: string
  /** Public keys as the file has them, checked; empty where they are fetched. */
  readonly keys: readonly Readonly<Record<string, unknown>>[]
  /** Where they are fetched; null where the file has them. */
  readonly jwksUrl: string | null
}

/** Which contacts of a site begin with which flow. */
export interface SiteBot {
  /** Key of the flow. */
  readonly flow: string
  /** All of them, or those that their queue sends to the bot by an overflow rule. */
  readonly when: 'always' | 'overflow'
  /** One whose customer says nothing for so long is ended. */
  readonly idleMs: DurationMs
}

/** A field of the form before a contact. */
export interface FormField extends Pick<SiteFormField, 'field' | 'label' | 'choices' | 'optional'> {
  readonly kind: Exclude<SiteFormField['kind'], 'file'>
  /** `customer`: kept for the customer's next contact; `topic`: asked again. */
  readonly about: 'customer' | 'topic'
}

export interface QueueSetup {
  /** When it is open; left out for always. */
  readonly calendar?: Calendar
  /** Who scores agents for its contacts, where its rules ask for scores. */
  readonly scorer?: { readonly url: string }
  readonly name: BothLanguages
  /** So many percent are to be answered within so many seconds. */
  readonly serviceLevel: { readonly percent: number; readonly seconds: number }
  readonly rules: QueueRules
  readonly dispositions: readonly Choice[]
  /** A customer in talk who waits for an answer longer than this is late on the agent's desk; left out for the usual 180 s. */
  readonly replyMs?: DurationMs
  /** By number of the step, from 0: who alone is allowed to it, as they sign in. */
  readonly allowed?: Readonly<Record<number, readonly string[]>>
}

/** What the configuration says of somebody's work, in place of what their account does. */
export interface AgentSetup extends Omit<AgentRules, 'id'> {
  /** As accounts have it. */
  readonly login: string
}

/** What is measured of a queue. Waits in seconds, the level in percent, the rest counts contacts or agents. */
export type Measure = FloorAlert['measure']

/** A rule: an alert is on once the measure has been beyond the bound for so long without a break. */
export interface Threshold {
  readonly key: string
  readonly measure: Measure
  readonly bound: number
  /** True: above the bound is too much; false: below it is too little. */
  readonly isAbove: boolean
  readonly forMs: DurationMs
  /** Null for all. */
  readonly queues: readonly QueueId[] | null
}

export interface AttachmentPolicy {
  readonly bytesMax: number
  /** Media types, as found in the content. */
  readonly types: readonly string[]
  /** Files of one contact. */
  readonly perContactMax: number
  /** Pixels of a picture, millions. */
  readonly megapixelsMax: number
}

export interface Organisation {
  readonly sites: readonly Site[]
  readonly queues: readonly QueueSetup[]
  /** Why an agent is away. `missedOffer` is always among them. */
  readonly reasons: readonly Choice[]
  readonly attachments: AttachmentPolicy
  /** Answers that agents have at hand. Left out: none. */
  readonly replies?: readonly Reply[]
  /** What agents may tag contacts with. Left out: nothing. */
  readonly tags?: readonly Choice[]
  /** Where the company's own systems show a customer. Left out: nowhere. */
  readonly links?: readonly SystemLink[]
  /** What customers' questions are answered from. Left out: nothing. */
  readonly knowledge?: readonly Entry[]
  /** Bots of the company's own that flows may hand contacts to. The first key signs what is sent, all are good for what comes. */
  readonly bots?: readonly { readonly id: string; readonly url?: string; readonly keys: readonly string[] }[]
  /** The language model that writes answers from it. Left out: none does. */
  readonly answerer?: AnswererSettings & { readonly url: string; readonly model: string }
  /** Agents whose work the configuration rules; that of all others is ruled by their accounts. */
  readonly agents: readonly AgentSetup[]
  /** When those who lead are told that a queue goes badly. Left out: never. */
  readonly thresholds?: readonly Threshold[]
  /** Flows of bots. Left out: none. */
  readonly flows?: readonly Flow[]
  /** By key, for flows that ask for hours. Left out: none. */
  readonly calendars?: ReadonlyMap<string, Calendar>
  /** Roles beside those that are built in. Left out: none. */
  readonly roles?: readonly OwnRole[]
}

/** Id of a role: one of those built in (model/rights.ts), or one of the company's own. */
export type Role = string

/** A role of the company's own. */
export interface OwnRole {
  readonly id: Role
  readonly name: BothLanguages
  readonly rights: readonly Right[]
}

/** Somebody who signs in. Kept in table `account`, key [login]. */
export interface Person {
  readonly agent: AgentId
  /** What they type to sign in: lower case, NFKC. */
  readonly login: string
  /** Shown to customers and colleagues. */
  readonly name: string
  readonly role: Role
  /** Of their work, what holds as long as the configuration does not name them. */
  readonly queues: readonly QueueId[]
  readonly skills: Readonly<Record<string, number>>
  readonly capacityUnits: number
  readonly disabled: boolean
}
