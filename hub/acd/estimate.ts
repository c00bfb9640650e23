/**
 * How long a contact is likely to wait. With n places served at rate mu each, patience of mean 1 / theta and k - 1 contacts
 * ahead, the wait is the sum of k exponential steps of rates n * mu + j * theta, j from k - 1 down to 0: an end of service or,
 * of those ahead, a customer who gives up takes the contact a step forward. Whoever reads the range is taken to stay.
 * A range is shown, never one number, because the range is what the model can stand by.
 */
import { durationMs, type DurationMs } from '../model/time.ts'

/** What the estimate rests on. */
export interface Service {
  /** 1 for the first in line. */
  readonly place: number
  /** Contacts that can be served at the same time; more than 0. */
  readonly servers: number
  /** Mean time a contact takes an agent, wrap-up included; more than 0. */
  readonly handleMs: number
  /** Mean time a customer waits before giving up, or null for customers who never do. */
  readonly patienceMs: number | null
}

/** Half of all contacts wait less than `p50Ms`, nine in ten less than `p90Ms`. */
export interface WaitEstimate {
  readonly p50Ms: DurationMs
  readonly p90Ms: DurationMs
}

/** The middle and nine in ten, each as a share and as a quantile of the standard normal. */
const middle = { share: 0.5, normal: 0 } as const
const nineInTen = { share: 0.9, normal: 1.2815515655446004 } as const
type Quantile = typeof middle | typeof nineInTen

/** Up to this place quantiles are exact; beyond, within a hundredth, and within 0.001 where 10 or more are served at once. */
const exactPlaces = 64

/** Rates of the steps: the last is `base`, each before it faster by `more`. Per millisecond. */
interface Steps {
  readonly count: number
  readonly base: number
  readonly more: number
}

const stepsOf = ({ place, servers, handleMs, patienceMs }: Service): Steps => ({
  count: place,
  base: servers / handleMs,
  more: patienceMs === null ? 0 : 1 / patienceMs,
})

/** Mean wait in milliseconds: the sum over those ahead of 1 / (n * mu + j * theta). */
export const expectedWaitMs = (service: Service): number => momentsOf(stepsOf(service)).mean

/** The range to show. Takes the same time at any place. */
export function estimateWait(service: Service): WaitEstimate {
  const steps = stepsOf(service)
  const at = (quantile: Quantile) => durationMs(Math.round(quantileOf(steps, quantile)))
  return { p50Ms: at(middle), p90Ms: at(nineInTen) }
}

/** From the approximation, made exact by Newton's steps where adding up the chances is cheap. */
function quantileOf(steps: Steps, quantile: Quantile): number {
  let at = nearQuantile(steps, quantile)
  if (steps.count > exactPlaces) return at
  for (let turn = 0; turn < 3; turn++) {
    const { waitsStill, density } = at > 0 ? chancesAt(steps, at) : { waitsStill: 1, density: steps.base }
    at += (waitsStill - (1 - quantile.share)) / density
  }
  return at
}

/**
 * The chance that fewer than all steps are done by `t`, and how fast it falls. Steps that get faster with each are a birth
 * process, and the chance of exactly j of them by `t` follows from the one of j - 1: all terms are positive, so nothing cancels.
 */
function chancesAt({ count, base, more }: Steps, t: number): { readonly waitsStill: number; readonly density: number } {
  const stretched = more === 0 ? t : -Math.expm1(-more * t) / more
  let term = Math.exp(-base * t)
  let waitsStill = term
  for (let done = 1; done < count; done++) {
    term *= ((base + (done - 1) * more) * stretched) / done
    waitsStill += term
  }
  return { waitsStill, density: (base + (count - 1) * more) * term }
}

interface Moments {
  readonly mean: number
  readonly variance: number
  /** Third central moment. */
  readonly third: number
}

/** Adds the slowest steps one by one; the others, of which each differs little from the next, by the integral over them. */
function momentsOf({ count, base, more }: Steps): Moments {
  let [mean, variance, third] = [0, 0, 0]
  const single = Math.min(count, exactPlaces)
  for (let step = 0; step < single; step++) {
    const ms = 1 / (base + step * more)
    mean += ms
    variance += ms ** 2
    third += 2 * ms ** 3
  }
  const rest = count - single
  const [from, to] = [base + (single - 0.5) * more, base + (count - 0.5) * more]
  if (rest === 0) return { mean, variance, third }
  // As `more` goes to 0 the logarithm goes to this.
  mean += to - from < 1e-9 * base ? rest / base : Math.log1p((to - from) / from) / more
  variance += rest / (from * to)
  third += (rest * (from + to)) / (from * to) ** 2
  return { mean, variance, third }
}

/** The quantile of the shifted gamma distribution that has the same three moments, by Wilson and Hilferty's cube. */
function nearQuantile(steps: Steps, { normal }: Quantile): number {
  const { mean, variance, third } = momentsOf(steps)
  const shape = (4 * variance ** 3) / third ** 2
  const scale = third / (2 * variance)
  const ninth = 1 / (9 * shape)
  return mean + shape * scale * ((1 - ninth + normal * Math.sqrt(ninth)) ** 3 - 1)
}
