/** For tests: a shop whose contacts begin with the bot. */
import { buildFlows } from '../config-flows.ts'
import { demoOrganisation, demoSiteKey } from '../demo.ts'
import { shopFlow } from '../sim/bot-flow.ts'
import { minutes } from '../model/time.ts'
import type { ContactId } from '../model/ids.ts'
import { knownOf, type Known } from './known.ts'
import type { Organisation, SiteBot } from './organisation.ts'
import type { Counter } from './testing.ts'

/** The demo with this flow, by which its contacts begin. */
export function shopWithBot(bot: Partial<SiteBot> = {}, flow: object = shopFlow): Organisation {
  const refuse = (place: string, _: unknown, allowed: string): never => {
    throw new Error(`${place} must be ${allowed}`)
  }
  const flows = buildFlows([flow as never], { queues: ['orders', 'other'], calendars: [], bots: ['own'] }, refuse)
  return {
    ...demoOrganisation,
    flows: [...flows.values()],
    sites: demoOrganisation.sites.map((site) =>
      site.key === demoSiteKey ? { ...site, bot: { flow: 'shop', when: 'always', idleMs: minutes(30), ...bot } } : site,
    ),
  }
}

/** What is known of a live contact. */
export const knownOfContact = (counter: Counter, contact: ContactId): Known =>
  knownOf(counter.sealing, counter.hub.live.file(contact)!)
