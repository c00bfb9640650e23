/**
 * How long a contact is likely to wait. With n places served at rate mu each and k - 1 contacts ahead, the wait is the sum
 * of k exponential steps, Gamma(k, n * mu); customers who give up ahead make the steps shorter. A range is shown, never one
 * number, because the range is what the model can stand by.
 */
import { durationMs, type DurationMs } from '../model/time.ts'

/** What the estimate rests on. */
export interface Service {
  /** 1 for the first in line. */
  readonly place: number
  /** Contacts that can be served at the same time; more than 0. */
  readonly servers: number
  /** Mean time a contact takes an agent, wrap-up included. */
  readonly handleMs: number
  /** Mean time a customer waits before giving up, or null for customers who never do. */
  readonly patienceMs: number | null
}

/** Half of all contacts wait less than `p50Ms`, nine in ten less than `p90Ms`. */
export interface WaitEstimate {
  readonly p50Ms: DurationMs
  readonly p90Ms: DurationMs
}

/** How much of each new handle time goes into the average: it follows a change within some ten contacts. */
const learningRate = 0.1

/** Standard normal quantiles. */
const normal = { p50: 0, p90: 1.2815515655446004 } as const

/** From this place on the closed approximation of the quantile is better than a thousandth. */
const exactPlaces = 30

/** The moving average after one more handle time. */
export const learned = (averageMs: DurationMs, handleMs: DurationMs): DurationMs =>
  durationMs(averageMs + learningRate * (handleMs - averageMs))

/** Mean wait in milliseconds: the sum over those ahead of 1 / (n * mu + j * theta). Takes time proportional to the place only with patience. */
export function expectedWaitMs({ place, servers, handleMs, patienceMs }: Service): number {
  if (patienceMs === null) return (place * handleMs) / servers
  let sum = 0
  for (let ahead = 0; ahead < place; ahead++) sum += 1 / (servers / handleMs + ahead / patienceMs)
  return sum
}

/** The range to show. */
export function estimateWait(service: Service): WaitEstimate {
  const stepMs = expectedWaitMs(service) / service.place
  const at = (quantile: keyof typeof normal) => durationMs(Math.round(stepMs * gammaQuantile(service.place, quantile)))
  return { p50Ms: at('p50'), p90Ms: at('p90') }
}

/** Quantile of Gamma(k, 1) for whole k: Wilson and Hilferty's approximation, made exact by Newton steps where it is coarse. */
export function gammaQuantile(k: number, quantile: keyof typeof normal): number {
  const ninth = 1 / (9 * k)
  let x = k * (1 - ninth + normal[quantile] * Math.sqrt(ninth)) ** 3
  if (k > exactPlaces) return x
  const share = quantile === 'p50' ? 0.5 : 0.9
  for (let step = 0; step < 4; step++) x -= (gammaShare(k, x) - share) / gammaDensity(k, x)
  return x
}

/** Share of Gamma(k, 1) below x: one minus the chance of fewer than k events of a Poisson process by x. */
function gammaShare(k: number, x: number): number {
  let term = Math.exp(-x)
  let fewer = 0
  for (let events = 0; events < k; events++) {
    fewer += term
    term *= x / (events + 1)
  }
  return 1 - fewer
}

function gammaDensity(k: number, x: number): number {
  let density = Math.exp(-x)
  for (let factor = 1; factor < k; factor++) density *= x / factor
  return density
}
