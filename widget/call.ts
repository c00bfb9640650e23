/** What the panel loads when a call is about to begin: the element, and with it everything that sounds or is seen. */
import { MdgCall } from './call/mdg-call.ts'

const tag = 'mdg-call'
if (!customElements.get(tag)) customElements.define(tag, MdgCall)
