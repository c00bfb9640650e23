/** The scenarios by name. A new one is a file and a line here: its smoke size then runs in `npm test`. */
import { acd } from './acd.ts'
import { codec } from './codec.ts'
import { floor } from './floor.ts'
import { k6 } from './k6.ts'
import { relay } from './relay.ts'
import { start } from './start.ts'
import type { Scenario } from './scenario.ts'

export const scenarios: Readonly<Record<string, Scenario>> = { acd, codec, floor, k6, relay, start }
