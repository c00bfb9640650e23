/**
 * `staff`: how many agents a target needs, by the formulas of hub/metrics. It needs no data and no hub: the figures are
 * given, from a report or from a plan.
 */
import { defineCommand } from 'citty'
import { agentsNeeded, erlangA, erlangC, offeredLoad, type Traffic } from '../metrics/index.ts'
import { AdminError, answering, say } from './say.ts'

/** Rows shown below and above the number that is needed. */
const around = 2

export const staff = defineCommand({
  meta: { name: 'staff', description: 'How many agents a service level needs' },
  args: {
    'per-hour': { type: 'string', description: 'Contacts an hour', required: true },
    handle: { type: 'string', description: 'Seconds an agent spends on one, wrap-up included', required: true },
    target: { type: 'string', description: 'Percent answered / within seconds', default: '80/20' },
    patience: {
      type: 'string',
      description: 'Seconds a customer waits before giving up, on the average; else for ever',
    },
    shrinkage: {
      type: 'string',
      description: 'Percent of paid time not at the counter: breaks, training',
      default: '0',
    },
  },
  run: ({ args }) =>
    answering(async () => {
      const traffic = { perHour: above0('per-hour', args['per-hour']), handleS: above0('handle', args.handle) }
      const patienceS = args.patience === undefined ? null : above0('patience', args.patience)
      const [percent, seconds] = targetOf(args.target)
      const shrinkage = percentOf('shrinkage', args.shrinkage)
      tell(traffic, patienceS, percent, seconds, shrinkage)
    }),
})

function tell(traffic: Traffic, patienceS: number | null, percent: number, seconds: number, shrinkage: number): void {
  const needed = agentsNeeded(traffic, patienceS, { share: percent / 100, seconds })
  if (needed === null) throw new AdminError('No number of agents answers more than everybody.')
  say(`${offeredLoad(traffic).toFixed(1)} agents are kept busy; ${needed} answer ${percent} % within ${seconds} s.`)
  if (shrinkage > 0)
    say(`With ${shrinkage} % of paid time elsewhere: ${Math.ceil(needed / (1 - shrinkage / 100))} on the schedule.`)
  say('')
  say(`agents   within ${seconds} s   mean wait   must wait   give up   busy`)
  for (let agents = Math.max(1, needed - around); agents <= needed + around; agents++) {
    const service = patienceS === null ? erlangC(traffic, agents) : erlangA(traffic, patienceS, agents)
    say(
      `${String(agents).padStart(6)}${service === null ? '   the line would grow without end' : rowOf(service, seconds)}`,
    )
  }
  say('')
  say(
    patienceS === null
      ? 'Erlang C: customers wait for ever, so it asks for more than is needed. Give --patience to use Erlang A.'
      : 'Erlang A: customers give up after an exponential time.',
  )
}

function rowOf(service: NonNullable<ReturnType<typeof erlangC>>, seconds: number): string {
  const share = (value: number): string => `${(value * 100).toFixed(1)} %`
  return [
    share(service.answeredIn(seconds)).padStart(9 + String(seconds).length + 4),
    `${service.meanWaitS.toFixed(1)} s`.padStart(12),
    share(service.waitShare).padStart(12),
    share(service.abandonShare).padStart(10),
    share(service.occupancy).padStart(9),
  ].join('')
}

function above0(name: string, text: string): number {
  const value = Number(text)
  if (!(value > 0) || !Number.isFinite(value)) throw new AdminError(`--${name} takes a number above 0, not ${text}.`)
  return value
}

function percentOf(name: string, text: string): number {
  const value = Number(text)
  if (!(value >= 0 && value < 100))
    throw new AdminError(`--${name} takes a percentage from 0 to below 100, not ${text}.`)
  return value
}

function targetOf(text: string): [percent: number, seconds: number] {
  const [percent, seconds] = text.split('/').map(Number)
  if (percent === undefined || seconds === undefined || !(percent > 0 && percent < 100) || !(seconds >= 0))
    throw new AdminError(`--target takes percent/seconds such as 80/20, not ${text}.`)
  return [percent, seconds]
}
