/**
 * Everybody on a floor, in a process of their own that does what it is told (hub/attack/storm-generator.ts): agents who are
 * there, customers who come at a fixed rate whatever the hub does, and people who only sit at open pages.
 */
import { setTimeout as passed } from 'node:timers/promises'
import { obey } from '../../hub/attack/storm-generator.ts'
import { until } from '../../hub/attack/waiting.ts'
import { isLeader } from './company.ts'
import { Agent, Customer, Pauses, type Manners } from './floor-people.ts'
import { Ledger, type Account } from './ledger.ts'
import { openScreen } from './screen.ts'

/** How many open their pages at once: more would only wait in the kernel. */
const arrivingMax = 64

const ledger = new Ledger()
const closers: (() => void)[] = []
let customersHere = 0
let came = 0

const atOnce = async <One>(all: readonly One[], what: (one: One) => Promise<unknown>): Promise<void> => {
  const rest = [...all]
  const next = async (): Promise<void> => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) await what(one)
  }
  await Promise.all(Array.from({ length: arrivingMax }, next))
}

const commands = {
  /** Agents come. Supervisors only watch, unless `status` says that nobody works. */
  async agents(body: {
    origin: string
    cookies: readonly string[]
    manners: Manners
    status: 'available' | 'away'
  }): Promise<void> {
    const { origin, cookies, manners, status } = body
    await atOnce([...cookies.entries()], async ([number, cookie]) => {
      const pauses = new Pauses(manners.thinkMs, number)
      const agent = new Agent(origin, cookie, number, manners, pauses, ledger)
      closers.push(() => (pauses.stop(), agent.client.close()))
      await agent.come(isLeader(number) ? 'away' : status)
    })
  },

  /** Customers come, so many a second, each at their own time. Resolves when the last has come. */
  async day(body: { origin: string; perSecond: number; customers: number; manners: Manners }): Promise<void> {
    const { origin, perSecond, customers, manners } = body
    const began = performance.now()
    for (let n = 0; n < customers; n++) {
      const at = began + (n * 1_000) / perSecond
      if (at > performance.now()) await passed(at - performance.now())
      customersHere += 1
      const pauses = new Pauses(manners.thinkMs, ++came)
      const customer = new Customer(origin, came, manners, pauses, ledger, () => (customersHere -= 1))
      customer.come(at)
    }
  },

  /** Resolves when every customer has gone and every contact is wrapped up. */
  over: ({ withinMs }: { withinMs: number }): Promise<void> =>
    until(() => customersHere === 0 && ledger.counts.wrappedUp === ledger.counts.ended, withinMs).catch(() => {
      throw new Error(
        `The floor did not come to rest: ${JSON.stringify({ customersHere, ...ledger.account().counts })} ${ledger.faults.join('; ')}`,
      )
    }),

  /** Times since the last account, and the sums of all. */
  account: (): Account => ledger.account(),

  /** Customers who have asked for help and wait at their pages. Resolves when all do. */
  async idlers({ origin, count }: { origin: string; count: number }): Promise<void> {
    await atOnce([...Array(count).keys()], async (number) => {
      const client = openScreen(origin, null)
      closers.push(() => client.close())
      client.connect()
      const page = {
        locale: 'ja',
        pageUrl: 'https://shop.example/',
        pageTitle: 'Shop',
        fields: null,
        intent: null,
      } as const
      await client.request('contact.start', { name: `Idler ${number}`, topic: '', text: 'Hello', ...page }).done
    })
  },

  /** Everybody goes. */
  close(): void {
    for (const close of closers.splice(0)) close()
  },
}

export type CrowdCommands = typeof commands

obey(commands)
