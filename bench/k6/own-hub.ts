/**
 * A hub of a run's own: the benches' company on scratch data, with as many agents as are asked for, who sign in with one
 * password as people do.
 */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../../hub/attack/waiting.ts'
import { leaveAccount } from '../../hub/auth/account-inbox.ts'
import { instant } from '../../hub/model/time.ts'
import { startCompanyHub, type CompanyHub } from '../drivers/company-hub.ts'
import { people, siteKey, topics } from '../drivers/company.ts'
import type { Bench } from '../run/bench.ts'
import type { Environment } from './lib/settings.ts'

export interface OwnHub extends CompanyHub {
  /** What a script has to know of it. */
  readonly env: Environment
}

const password = 'only for the bench'
/** Of that password, with the least that argon2id takes: what it costs to try passwords is not what is measured. */
const passwordHash = '$argon2id$v=19$m=8,t=1,p=1$9YvHBPWhmJBBD1gkfmH1Ag$3jwv91B2cbuqWoDO4PDyVokAPUwG65G5bfISAAV/J8A'
const accountsMs = 60_000

/** It is stopped when the bench is over. */
export async function startOwnHub(bench: Bench, agents: number): Promise<OwnHub> {
  const dataFolder = mkdtempSync(join(bench.scratch, 'hub-'))
  const staff = people(agents).map((person, at) => ({ ...person, login: `load-${at + 1}` }))
  const taken = staff.map((person, at) => leaveAccount(dataFolder, { person, passwordHash }, instant(at)))
  const hub = await startCompanyHub(bench, { dataFolder, planted: bench.planted })
  await until(() => taken.every((isTaken) => isTaken()), accountsMs)
  return {
    ...hub,
    env: {
      HUB: hub.origin,
      SITE: siteKey,
      // Each agent serves the next two: of the last topics there is nobody where there are few agents.
      TOPICS: topics.slice(0, agents + 1).join(),
      AGENTS: String(agents),
      AGENT_LOGIN: 'load-{n}',
      AGENT_PASSWORD: password,
    },
  }
}
