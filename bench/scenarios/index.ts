/** The scenarios by name. A new one is a file and a line here: its smoke size then runs in `npm test`. */
import { acd } from './acd.ts'
import { agentApp } from './agent-app.ts'
import { codec } from './codec.ts'
import { connectStorm } from './connect-storm.ts'
import { connections } from './connections.ts'
import { floor } from './floor.ts'
import { k6 } from './k6.ts'
import { media } from './media.ts'
import { offer } from './offer.ts'
import { reconnectStorm } from './reconnect-storm.ts'
import { relay } from './relay.ts'
import { reports } from './reports.ts'
import { soak } from './soak.ts'
import { start } from './start.ts'
import { store } from './store.ts'
import { widget } from './widget.ts'
import type { Scenario } from './scenario.ts'

export const scenarios: Readonly<Record<string, Scenario>> = {
  acd,
  'agent-app': agentApp,
  codec,
  'connect-storm': connectStorm,
  connections,
  floor,
  k6,
  media,
  offer,
  'reconnect-storm': reconnectStorm,
  relay,
  reports,
  soak,
  start,
  store,
  widget,
}
