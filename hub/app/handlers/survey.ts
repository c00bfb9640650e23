/** What a customer thinks of a contact that is over. */
import { Refused } from '../../protocol/index.ts'
import { answerSurvey } from '../surveys.ts'
import type { Handlers } from './context.ts'

export const surveyHandlers: Pick<Handlers, 'survey.answer'> = {
  'survey.answer'({ actor, work, directory }, answer) {
    if (actor.kind !== 'visitor') throw new Refused('request.forbidden')
    answerSurvey(work, directory, actor.session, answer)
    return {}
  },
}
