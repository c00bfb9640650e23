/** Actions on what stands around the open talk: what is written in it, and the column beside it. */
import type { Desk } from '../desk.ts'
import type { Composer } from '../elements/composer.ts'
import type { Customer } from '../elements/customer.ts'
import type { Chosen } from '../desk-view.ts'
import type { Action } from '../keys.ts'
import { store, stored } from '../preferences.ts'
import type { Dialogs } from './dialogs.ts'

export interface AroundTalk {
  readonly desk: Desk
  readonly chosen: Chosen | null
  readonly dialogs: Dialogs
  /** Brings the talk on screen, and answers with where one writes in it. */
  readonly composer: () => Promise<Composer | null>
  /** Brings the customer's column on screen. */
  readonly customer: () => Promise<Customer | null>
}

/** Does it. False when there is nothing to do it to, null for what is somebody else's. */
export function actAroundTalk(around: AroundTalk, action: Action): boolean | null {
  const contact = around.chosen?.contact ?? null
  const writes = contact?.phase === 'active' && contact.calledUntil === null
  switch (action) {
    case 'quickReply':
      if (writes) void propose(around, contact.contact)
      return contact !== null
    case 'writeNote':
      if (writes) void toggleNote(around, contact.contact)
      return contact !== null
    case 'editTags':
    case 'editCard':
    case 'knowledge': {
      const part = { editTags: 'tags', editCard: 'card', knowledge: 'knowledge' } as const
      if (contact !== null) void around.customer().then((column) => column?.show(part[action]))
      return contact !== null
    }
    case 'ownReplies':
      around.dialogs.ownReplies()
      return true
    case 'searchMessages':
      around.dialogs.search()
      return true
    case 'myDay':
      around.dialogs.myDay()
      return true
    case 'followLongest':
      store('follow', stored('follow') === 'on' ? 'off' : 'on')
      return true
    default:
      return null
  }
}

/** A quick reply is for the customer: where a note is being written, the message comes first. */
async function propose({ desk, composer }: AroundTalk, contact: string): Promise<void> {
  desk.write(contact, { mode: 'message' })
  const writing = await composer()
  await writing?.updateComplete
  writing?.propose()
}

async function toggleNote({ desk, chosen, composer }: AroundTalk, contact: string): Promise<void> {
  desk.write(contact, { mode: chosen?.draft.mode === 'aside' ? 'message' : 'aside' })
  const writing = await composer()
  await writing?.updateComplete
  writing?.focus()
}
