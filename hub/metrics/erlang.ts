/**
 * Staffing mathematics: what happens when calls come at random, last at random and meet so many agents. Erlang B: who finds
 * nobody free goes. Erlang C: they wait, for ever. Erlang A: they wait until their patience ends. Arrivals are Poisson;
 * durations and patience are exponential (M/M/c, M/M/c+M).
 *
 * Sources: A. K. Erlang 1917 (B and C); C. Palm 1957 (A); F. Baccelli and G. Hebuterne 1981 for the density of the wait
 * under impatience. All durations are seconds; probabilities and shares are from 0 to 1.
 */
import { assert } from '../model/assert.ts'

/** What comes in: contacts an hour, and how long an agent spends on one, wrap-up included. */
export interface Traffic {
  readonly perHour: number
  readonly handleS: number
}

/** What a customer meets. `answeredIn(t)`: share of all who come that is answered within t seconds: the service level. */
export interface Service {
  /** Share of those who come that find nobody free. */
  readonly waitShare: number
  /** Mean wait over all who come, those included who are answered at once or give up, seconds. */
  readonly meanWaitS: number
  /** Share of those who come that give up. */
  readonly abandonShare: number
  /** Share of the agents' time that is work. */
  readonly occupancy: number
  answeredIn(seconds: number): number
}

/** Work that comes in, in agents kept busy (erlangs). */
export const offeredLoad = ({ perHour, handleS }: Traffic): number => (perHour * handleS) / 3_600

/** Erlang B: the share of those who come that finds all `agents` busy and is turned away. 1 with no agents. */
export function erlangB(load: number, agents: number): number {
  assert(load >= 0 && Number.isInteger(agents) && agents >= 0, 'a load and a number of agents')
  let blocked = 1
  for (let n = 1; n <= agents; n++) blocked = (load * blocked) / (n + load * blocked)
  return blocked
}

/** Erlang C: nobody gives up. Null when the agents cannot carry the load: the line would grow without end. */
export function erlangC(traffic: Traffic, agents: number): Service | null {
  const load = offeredLoad(traffic)
  if (agents <= load) return null
  const blocked = erlangB(load, agents)
  const waitShare = blocked / (1 - (load / agents) * (1 - blocked))
  const spare = (agents - load) / traffic.handleS
  return {
    waitShare,
    meanWaitS: waitShare / spare,
    abandonShare: 0,
    occupancy: load / agents,
    answeredIn: (seconds) => (seconds < 0 ? 0 : 1 - waitShare * Math.exp(-spare * seconds)),
  }
}

/** Erlang A: customers have patience for `patienceS` on the average. Answers for any number of agents above 0. */
export function erlangA(traffic: Traffic, patienceS: number, agents: number): Service {
  assert(agents > 0 && patienceS > 0, 'at least one agent and some patience')
  const arrivals = traffic.perHour / 3_600
  const [leave, giveUp] = [1 / traffic.handleS, 1 / patienceS]
  const { waitShare, inLine, busy, logLastFree } = balance(arrivals, leave, giveUp, agents)
  const density = (x: number): number =>
    arrivals * Math.exp(logLastFree + (arrivals / giveUp) * (1 - Math.exp(-giveUp * x)) - agents * leave * x)
  return {
    waitShare,
    meanWaitS: arrivals === 0 ? 0 : inLine / arrivals,
    abandonShare: arrivals === 0 ? 0 : (giveUp * inLine) / arrivals,
    occupancy: busy / agents,
    answeredIn: (seconds) =>
      seconds < 0 ? 0 : Math.min(1, 1 - waitShare + integral((x) => density(x) * Math.exp(-giveUp * x), 0, seconds)),
  }
}

/**
 * The fewest agents who answer `share` of those who come within `seconds`; with `patienceS` null nobody gives up. Null when
 * no number does, which is so only for a share above 1.
 */
export function agentsNeeded(
  traffic: Traffic,
  patienceS: number | null,
  target: { readonly share: number; readonly seconds: number },
): number | null {
  if (target.share > 1) return null
  const reaches = (agents: number): boolean => {
    const service = patienceS === null ? erlangC(traffic, agents) : erlangA(traffic, patienceS, agents)
    return service !== null && service.answeredIn(target.seconds) >= target.share - 1e-12
  }
  let enough = 1
  while (!reaches(enough)) enough *= 2
  let few = Math.floor(enough / 2)
  while (enough - few > 1) {
    const middle = (few + enough) >> 1
    if (reaches(middle)) enough = middle
    else few = middle
  }
  return enough
}

/**
 * The chain of how many are there, balanced: one more comes at one rate, one leaves at a rate that depends on how many there
 * are. Reckoned in logarithms from the likeliest number outwards, so that nothing overflows.
 */
function balance(arrivals: number, leave: number, giveUp: number, agents: number): Balance {
  if (arrivals === 0) return { waitShare: 0, inLine: 0, busy: 0, logLastFree: -Infinity }
  const leaving = (n: number): number => Math.min(n, agents) * leave + Math.max(0, n - agents) * giveUp
  const load = arrivals / leave
  const likeliest = Math.floor(load <= agents ? load : agents + (arrivals - agents * leave) / giveUp)
  let [all, waiting, inLine, busy, logLastFree] = [0, 0, 0, 0, -Infinity]
  const take = (n: number, log: number): void => {
    const weight = Math.exp(log)
    all += weight
    busy += weight * Math.min(n, agents)
    if (n >= agents) waiting += weight
    inLine += weight * Math.max(0, n - agents)
    if (n === agents - 1) logLastFree = log
  }
  let log = 0
  for (let n = likeliest; n >= 0 && (log > negligible || n >= agents - 1); n--) {
    take(n, log)
    log -= Math.log(arrivals / leaving(n))
  }
  log = Math.log(arrivals / leaving(likeliest + 1))
  for (let n = likeliest + 1; log > negligible || n < agents; n++) {
    take(n, log)
    log += Math.log(arrivals / leaving(n + 1))
  }
  return { waitShare: waiting / all, inLine: inLine / all, busy: busy / all, logLastFree: logLastFree - Math.log(all) }
}

interface Balance {
  /** Share of the time in which all agents are busy: who comes then waits. */
  readonly waitShare: number
  /** Customers waiting, on the average. */
  readonly inLine: number
  /** Agents at work, on the average. */
  readonly busy: number
  /** Logarithm of the share of the time in which exactly one agent is free. */
  readonly logLastFree: number
}

/** Logarithm of a weight that changes no sum. */
const negligible = -45

/** Simpson's rule on steps short enough for densities that change over seconds. */
function integral(of: (x: number) => number, from: number, to: number): number {
  const steps = 2 * Math.max(50, Math.min(5_000, Math.ceil((to - from) * 10)))
  const width = (to - from) / steps
  let sum = of(from) + of(to)
  for (let step = 1; step < steps; step++) sum += (step % 2 === 1 ? 4 : 2) * of(from + step * width)
  return (sum * width) / 3
}
