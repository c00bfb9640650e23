/** What the panel loads when something is to be filled in or answered: the form before a contact, and the bot's questions. */
import { MdgAsk } from './ask/mdg-ask.ts'
import { MdgPrechat } from './ask/mdg-prechat.ts'
import { MdgSurvey } from './ask/mdg-survey.ts'

const tags = { 'mdg-ask': MdgAsk, 'mdg-prechat': MdgPrechat, 'mdg-survey': MdgSurvey }
for (const [tag, element] of Object.entries(tags)) if (!customElements.get(tag)) customElements.define(tag, element)
