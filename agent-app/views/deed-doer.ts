/** Deeds that go to the desk as they are. Those that move the screen stay in views/desk.ts, those of the page in views/app.ts. */
import type { Deed } from '../deeds.ts'
import type { Desk } from '../desk.ts'
import type { ContactId } from '../desk-view.ts'

/** Does it. Returns false for what is not the desk's. */
export function doAtDesk(desk: Desk, deed: Deed): boolean {
  switch (deed.do) {
    case 'accept':
      desk.accept(deed.offer)
      return true
    case 'decline':
      desk.decline(deed.offer)
      return true
    case 'presence':
      desk.acts.setPresence(deed.status, deed.reason)
      return true
    case 'write':
      desk.write(deed.contact, deed.part)
      return true
    case 'send':
      desk.letters.send(deed.contact)
      return true
    case 'sendNote':
      desk.sendNote(deed.contact)
      return true
    case 'tag':
      desk.acts.tag(deed.contact, deed.tags)
      return true
    case 'setField':
      desk.acts.setField(deed.contact, deed.name, deed.value)
      return true
    case 'changeCard':
      desk.acts.changeCard(deed.contact, deed.card)
      return true
    case 'attach':
      desk.letters.attach(deed.contact, deed.files)
      return true
    case 'detach':
      desk.letters.detach(deed.contact, deed.key)
      return true
    case 'retryUpload':
      desk.letters.retryUpload(deed.key)
      return true
    case 'retry':
      desk.letters.retry(deed.message)
      return true
    case 'discard':
      desk.letters.discard(deed.message)
      return true
    case 'endNow':
      desk.acts.end(deed.contact as ContactId)
      return true
    case 'wrapUp':
      desk.wrapUp(deed.contact as ContactId)
      return true
    case 'transferNow':
      desk.acts.transfer(deed.contact as ContactId, deed.target, deed.note)
      return true
    case 'pull':
      desk.acts.pull(deed.of)
      return true
    case 'takeOver':
      desk.acts.takeOver(deed.of)
      return true
    case 'assign':
      desk.acts.assign(deed.of, deed.agent, deed.force)
      return true
    case 'park':
      desk.acts.park(deed.contact)
      return true
    case 'extendWrapUp':
      desk.acts.extendWrapUp(deed.contact)
      return true
    case 'presenceOf':
      desk.acts.setPresenceOf(deed.agent, deed.status, deed.reason)
      return true
    case 'rescue':
      desk.acts.rescue(deed.agent)
      return true
    case 'call':
      desk.acts.call(deed.ask, deed.named)
      return true
    case 'callHere':
      desk.calls.takeHere(deed.call)
      return true
    case 'dismissNotice':
      desk.dismissNotice()
      return true
    case 'retryConnection':
      desk.retryConnection()
      return true
    default:
      return false
  }
}
