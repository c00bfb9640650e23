/** What the panel loads when something is to be filled in or answered: the form before a contact, and the bot's questions. */
import { MdgPrechat } from './ask/mdg-prechat.ts'

const tags = { 'mdg-prechat': MdgPrechat }
for (const [tag, element] of Object.entries(tags)) if (!customElements.get(tag)) customElements.define(tag, element)
