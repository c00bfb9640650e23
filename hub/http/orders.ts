/** Carries out what an administrator ordered on the command line (auth/orders.ts), by the app's one door. */
import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import type { Order, OrderAnswer } from '../auth/orders.ts'
import type { SecondFactors } from '../auth/second-factors.ts'
import { isId } from '../model/ids.ts'
import type { Erasure, HubDoor, Refusable } from './door.ts'

type Forgetting = Pick<SecondFactors, 'has' | 'forget'>
type OrderDoor = Pick<HubDoor, 'eraseCustomer' | 'eraseContact' | 'exportCustomer' | 'write' | 'configuration'>

const by = 'command line'
const no = (words: string): OrderAnswer => ({ done: false, words })
const yes = (words: string): OrderAnswer => ({ done: true, words })

/** Rejects with `StorageUnavailable`: then it is tried again. */
export async function carryOutOrder(door: OrderDoor, order: Order, secondFactors?: Forgetting): Promise<OrderAnswer> {
  switch (order.kind) {
    case 'erase':
      return erase(door, order.id)
    case 'export':
      return exportTo(door, order.id, order.file)
    case 'plan':
      return answered(door.configuration?.plan(order), 'This is what it would change.')
    case 'apply':
      return answered(await door.configuration?.apply(order, by), 'It is served.')
    case 'rollback':
      return answered(await door.configuration?.rollback(order, by), 'It is served.')
    case 'forget':
      return forget(secondFactors, order.id)
    case 'note':
      // Of a long path its end tells more.
      await door.write([], [{ by, act: order.act, object: order.object.slice(-80) }])
      return yes('It is recorded.')
  }
}

/** The command says it in more words than these: it is given the result itself. */
function answered(result: Refusable<object> | undefined, words: string): OrderAnswer {
  if (result === undefined) return no('This hub keeps no versions of its configuration.')
  return 'refused' in result ? no(result.refused) : { ...yes(words), result }
}

async function forget(secondFactors: Forgetting | undefined, id: string): Promise<OrderAnswer> {
  if (!isId('agent', id) || secondFactors?.has(id) !== true) return no('There is no second factor to forget.')
  await secondFactors.forget(id, by)
  return yes('The second factor is forgotten: the password alone is asked for, or another one at the next sign-in.')
}

async function erase(door: OrderDoor, id: string): Promise<OrderAnswer> {
  if (isId('customer', id)) return toldOf(id, await door.eraseCustomer(id, by))
  if (isId('contact', id)) return toldOf(id, await door.eraseContact(id, by))
  return no(`${JSON.stringify(id)} is no id of a customer (cus_…) or a contact (cnt_…).`)
}

function toldOf(id: string, erased: Erasure | null): OrderAnswer {
  if (erased === null || erased.contacts === 0) return no(`There is nothing to erase: nothing is kept of ${id}.`)
  const contacts = erased.contacts === 1 ? '1 contact' : `${erased.contacts} contacts`
  if (erased.finished) return yes(`${id} is erased: ${contacts}, their keys are destroyed, their files removed.`)
  return yes(
    `${id} is erased: ${contacts}. The disk refused to go on; the hub does the rest as soon as it can, see its log.`,
  )
}

async function exportTo(door: OrderDoor, id: string, path: string): Promise<OrderAnswer> {
  if (!isId('customer', id)) return no(`${JSON.stringify(id)} is no id of a customer (cus_…).`)
  if (existsSync(path)) return no(`${path} is there already. Name a new file.`)
  const found = await door.exportCustomer(id, by)
  if (found === null) return no(`There is nothing to export: nothing is kept of ${id}.`)
  const part = `${path}.${randomBytes(4).toString('hex')}.part`
  try {
    const file = await open(part, 'wx', 0o600)
    await file.writeFile(`${JSON.stringify(found, null, 2)}\n`)
    await file.sync()
    await file.close()
    await rename(part, path)
    return yes(`Everything kept of ${id} is in ${path}.`)
  } catch (error) {
    await rm(part, { force: true })
    return no(`${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}).`)
  }
}
