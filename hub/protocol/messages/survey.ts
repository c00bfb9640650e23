/** What a customer thinks of the help they had, asked once a contact is over. The answer is an entry of its log, `surveyed`. */
import { id, oneOf, record, text, whole, type Of } from '../shape.ts'
import { nothing } from './common.ts'

/** `csat`: 1 (bad) to 5 (very good). `nps`: 0 to 10, how likely they would recommend it. */
export const surveyScale = oneOf('csat', 'nps')
export type SurveyScale = Of<typeof surveyScale>
export const surveyScore = whole(0, 10)
export const surveyCommentMax = 1_000
export const surveyComment = text(surveyCommentMax)

/** Item `survey` of list `visit`: the customer is asked. Absent when it was answered, is too long ago, or there is nothing to ask. */
export const visitSurvey = record({ contact: id('contact'), scale: surveyScale })
export type VisitSurvey = Of<typeof visitSurvey>

export const surveyRequests = {
  /** Customer, of the contact that `visit.survey` names, once: else `survey.gone`. */
  'survey.answer': {
    body: record({ contact: id('contact'), score: surveyScore, comment: surveyComment }),
    reply: nothing,
  },
} as const
