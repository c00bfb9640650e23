/**
 * Three kinds of tests, told apart by suffix: pure (`.test.ts`), with real parts (`.int.test.ts`), in a browser
 * (`.browser.test.ts`). Of those with real parts the attacks and benches that time what they see run one at a time;
 * of those in a browser the galleries and some walks, which time nothing, run beside each other.
 */
import { defineConfig } from 'vitest/config'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const everywhere = '{hub,media,widget,agent-app,bench}/**/*'
const integration = `${everywhere}.int.test.ts`
/** Attacks that time nothing: they run beside the other tests with real parts. */
const untimed = 'audit|backup|bot-kill|configuration|erasure|fail-points|logs|own-bot|power-cut|sealing|supply|uploads'
const timed = [`hub/attack/**/!(${untimed}).int.test.ts`, 'bench/planted/*.int.test.ts']
const browser = `${everywhere}.browser.test.ts`
/** Pure tests that want modules of their own: they put others in the place of some, or look at time and heap. */
const isolated = [
  'hub/{attack,replay,setup,sim}/**/*.test.ts',
  'hub/adapters/clock-real.test.ts',
  'hub/app/retention.test.ts',
  'hub/protocol/{protocol-document,registry}.test.ts',
]
/** Pages that are looked at and walked through: nothing in them is timed, and no sound goes through them. */
const screens = [
  'agent-app/*gallery*.browser.test.ts',
  'agent-app/{admin,admin-first-run,agent-app,agent-day,printing,sign-in}.browser.test.ts',
  'hub/attack/no-script.browser.test.ts',
  'widget/{accessibility,asking,bot-hub,call,contract,guest,host-page,hostile,identity}.browser.test.ts',
  'widget/{placements,staying,wait,waiting,widget-hub}.browser.test.ts',
]

export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        test: {
          name: 'pure',
          sequence: { groupOrder: 0 },
          include: [`${everywhere}.test.ts`],
          exclude: [integration, browser, ...isolated],
          testTimeout: 60_000,
          // Else one core of two would only look on.
          maxWorkers: 2,
          // Else each of them loads again what the one before it had, which takes longer than most of them.
          isolate: false,
        },
      },
      {
        root,
        test: {
          name: 'isolated',
          sequence: { groupOrder: 0 },
          include: isolated,
          exclude: [integration, browser],
          testTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        root,
        test: {
          name: 'integration',
          sequence: { groupOrder: 1 },
          include: [integration],
          exclude: timed,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          pool: 'forks',
          // They wait for processes and the disk more than they compute.
          maxWorkers: 3,
        },
      },
      {
        root,
        test: {
          name: 'attacks',
          sequence: { groupOrder: 2 },
          include: timed,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          pool: 'forks',
          fileParallelism: false,
        },
      },
      {
        root,
        test: {
          name: 'screens',
          sequence: { groupOrder: 3 },
          include: screens,
          testTimeout: 120_000,
          hookTimeout: 180_000,
          pool: 'forks',
          maxWorkers: 2,
          isolate: false,
          retry: 1,
        },
      },
      {
        root,
        test: {
          name: 'browser',
          sequence: { groupOrder: 4 },
          include: [browser],
          exclude: screens,
          testTimeout: 120_000,
          hookTimeout: 180_000,
          pool: 'forks',
          fileParallelism: false,
          // A page paints when the machine lets it. What passed at the second try only is printed as such, to be mended.
          retry: 1,
        },
      },
    ],
  },
})
