/**
 * The bot's questions and the customer's answers, and what a page says of its visitor beforehand. What the bot says are
 * entries of the log, from `bot`; what it asks at the moment is item `question` of list `visit`.
 */
import { figure, flag, id, list, maybe, oneOf, record, scalar, text, whole, type Of } from '../shape.ts'
import { limits } from '../frame.ts'
import { bothLanguages, nothing } from './common.ts'

const fieldName = text(80, 1)
const choiceKey = text(60)
const valueText = text(1_000)
/** What a field can hold; each is typed, shown and checked in its own way. */
const valueKinds = ['text', 'number', 'date', 'choice', 'yesNo', 'telephone', 'email', 'postcode', 'file'] as const
const valueKind = oneOf(...valueKinds)
const shownChoices = list(record({ key: choiceKey, label: text(200) }), 20)
const mode = oneOf('default', 'overwrite', 'once', 'hidden', 'locked')

/** One entry of a form. */
export const formInput = record({
  field: fieldName,
  label: text(200),
  kind: valueKind,
  choices: shownChoices,
  optional: flag,
  /** As it stands, for people; '' for none. */
  known: valueText,
  /** The customer may not change it. */
  locked: flag,
  /** What is typed must not be shown. */
  sensitive: flag,
  /** What is wrong with what was filled in; '' for nothing. */
  problem: text(300),
})
export type FormInput = Of<typeof formInput>

/** Item `question` of list `visit`: what is asked now; its words stand in the log too. Absent while nothing is asked. */
export const visitQuestion = record({
  contact: id('contact'),
  /** Number of the question in its contact: an answer names it. */
  ask: whole(1),
  kind: oneOf(...valueKinds, 'form', 'score', 'comment', 'help'),
  text: text(limits.messageTextMax),
  /** Why it is asked once more, '' the first time and after silence. */
  problem: text(300),
  choices: shownChoices,
  inputs: list(formInput, 50),
  /** What is typed must not be shown or drafted, and goes by `flow.answer`. */
  sensitive: flag,
})
export type VisitQuestion = Of<typeof visitQuestion>

/** One field of the form that a site shows before a contact begins. */
export const siteFormField = record({
  field: fieldName,
  label: bothLanguages,
  kind: valueKind,
  choices: list(record({ key: choiceKey, label: bothLanguages }), 20),
  optional: flag,
  /** As it is known already, for people; '' for none. */
  known: valueText,
  locked: flag,
})
export type SiteFormField = Of<typeof siteFormField>

/** A value that the page gives beforehand: only pages give these, and their trust is `page`. */
export const prefilled = record({
  name: fieldName,
  value: scalar(1_000),
  mode,
  /** Where on the page it came from, such as `attribute`, `script`, `data`, `url`, `command`. */
  source: text(40),
})
export type Prefilled = Of<typeof prefilled>

/** At the end of whatever begins a contact. */
export const beginningOfFlow = {
  fields: maybe(list(prefilled, 100)),
  /** One of the flow's intents, which begins it at another step; null, and unknown ones, begin where the flow does. */
  intent: maybe(text(80)),
}

/** A field as the agent sees it. */
export const knownField = record({
  name: fieldName,
  label: text(200),
  shown: valueText,
  trust: oneOf('signed', 'page', 'visitor', 'inferred'),
  mode,
  /** Who gave it: `token`, `page`, `step:NAME`, `http:NAME`, `agent:NAME` (the person's; `agent` alone where that was not noted). */
  source: text(100),
  /** 0 to 1, of what was inferred. */
  confidence: maybe(figure),
  /** `shown` is a mask, not the value, which nobody has. */
  masked: flag,
  /** Whether it tells of the customer or of this contact; null for what no flow declares. */
  about: maybe(oneOf('customer', 'topic')),
})
export type KnownField = Of<typeof knownField>

/** A field beside the first words in an offer: few, and short. */
export const tellingField = record({
  label: text(60),
  shown: text(80),
  trust: oneOf('signed', 'page', 'visitor', 'inferred'),
})

export const flowRequests = {
  /** Customer: answers the question `ask`, in exactly one way. One that is not open (any more): `question.gone`. */
  'flow.answer': {
    body: record({
      contact: id('contact'),
      ask: whole(1),
      /** Typed for a sensitive question; whatever else is typed may be a `message.send`, which answers the open question too. */
      text: maybe(valueText),
      choice: maybe(choiceKey),
      values: maybe(list(record({ field: fieldName, value: valueText }), 50)),
    }),
    reply: nothing,
  },
  /** Customer, while the bot has the contact: wants a person. */
  'flow.person': { body: record({ contact: id('contact') }), reply: nothing },
  /** Customer's page, for the own open contact. What could not be taken is named with its code (`field.…`). */
  'contact.prefill': {
    body: record({ contact: id('contact'), fields: list(prefilled, 100) }),
    reply: record({ refused: list(record({ name: fieldName, code: text(40) }), 100) }),
  },
} as const
