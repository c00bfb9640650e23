/**
 * Flows looked at before customers are: every fault with its line, the picture, the cases in virtual time, and a talk to try one
 * out with. What is sent is served to nobody and kept nowhere. The command line does the same (admin/flow.ts).
 */
import Type, { type Static } from 'typebox'
import {
  faultWords,
  flowGraph,
  readCases,
  readFlow,
  runCase,
  tryFlow,
  type CaseResult,
  type Fault,
  type Flow,
  type Search,
} from '../flow/index.ts'
import type { HttpRequest } from '../ports/transport.ts'
import { bodyReader, type HttpDeps } from './deps.ts'
import type { ProblemCode } from './problems.ts'
import { json } from './respond.ts'
import type { Route, RouteDoc } from './router.ts'

/** A flow of 500 steps in two languages and its cases fit well; bytes. */
const flowBytesMax = 2 * 1024 * 1024
const closed = { additionalProperties: false } as const
const anything = Type.Object({}, { additionalProperties: true })

const flow = Type.Union([Type.String(), anything], {
  description: 'A flow as hub/docs/FLOWS.md says: its text, whose lines faults are told by, or the object.',
})
const fault = Type.Object(
  {
    path: Type.String({ description: 'Place in the document, such as steps/greet/next.' }),
    line: Type.Integer({ description: 'From 1, in the text; of an object, as JSON indented by two spaces.' }),
    words: Type.String({ description: 'What is wrong, and how to mend it, in English.' }),
  },
  closed,
)
const faults = Type.Array(fault)
const checkBody = Type.Object({ flow }, closed)
const testBody = Type.Object({ flow, test: flow }, closed)
const tried = Type.Union([
  Type.Object({ does: Type.Literal('says'), text: Type.String({ maxLength: 2_000 }) }, closed),
  Type.Object({ does: Type.Literal('chooses'), key: Type.String({ maxLength: 60 }) }, closed),
  Type.Object({ does: Type.Literal('fills'), values: Type.Record(Type.String(), Type.Unknown()) }, closed),
  Type.Object({ does: Type.Literal('wantsPerson') }, closed),
  Type.Object({ does: Type.Literal('waits') }, closed),
  Type.Object(
    {
      does: Type.Literal('answers'),
      status: Type.Integer({ minimum: 0, maximum: 599, description: 'Of the server that was called; 0: none came.' }),
      body: Type.Unknown(),
    },
    closed,
  ),
])
const tryBody = Type.Object(
  {
    flow,
    locale: Type.Union([Type.Literal('en'), Type.Literal('ja')]),
    channel: Type.Union([Type.Literal('page'), Type.Literal('messenger'), Type.Literal('telephone')]),
    today: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    open: Type.Boolean({ description: 'Whether all counters are open.' }),
    talk: Type.Array(tried, { maxItems: 200, description: 'All turns so far: the talk is run anew each time.' }),
  },
  closed,
)

const tests = Type.Object(
  {
    faults,
    results: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          line: Type.Integer({ description: 'In the cases.' }),
          faults: Type.Array(Type.String(), {
            description: 'What went otherwise, in English; none when all went well.',
          }),
        },
        closed,
      ),
    ),
  },
  closed,
)
const drawn = Type.Object(
  {
    faults,
    nodes: Type.Array(anything, { description: '{ step, kind, text, isStart, isPerson, asks, ends }' }),
    edges: Type.Array(anything, { description: '{ from, to, when }' }),
  },
  closed,
)
const talked = Type.Object(
  {
    faults,
    talk: Type.Union([anything, Type.Null()], {
      description: '{ lines, question, calls, step, outcome, fields }; null where the flow has faults.',
    }),
  },
  closed,
)

type Post = Pick<RouteDoc, 'summary' | 'body' | 'answers'>
const problems: readonly ProblemCode[] = ['signIn.needed', 'request.forbidden', 'request.malformed', 'request.tooLarge']

export function flowRoutes(deps: HttpDeps): Route[] {
  const [readCheck, readTest, readTry] = [
    bodyReader(checkBody, flowBytesMax),
    bodyReader(testBody, flowBytesMax),
    bodyReader(tryBody, flowBytesMax),
  ]
  const search = async (): Promise<Search | undefined> => deps.search?.()
  type Name = 'check' | 'graph' | 'test' | 'try'
  const post = (name: Name, doc: Post, answer: (request: HttpRequest) => Promise<object>): Route => ({
    method: 'POST',
    path: `/api/flows/${name}`,
    crossOrigin: false,
    doc: { ...doc, problems },
    async handle(request) {
      return json(200, await answer(request))
    },
  })
  return [
    post(
      'check',
      {
        summary: 'Every fault of a flow, with its line',
        body: checkBody,
        answers: { 200: Type.Object({ faults }, closed) },
      },
      async (request) => {
        const read = readFlow(textOf((await readCheck(request)).flow), namesOf(deps))
        return { faults: told('faults' in read ? read.faults : []) }
      },
    ),
    post(
      'graph',
      { summary: 'A flow as a picture: its steps and the ways between them', body: checkBody, answers: { 200: drawn } },
      async (request) => {
        const read = readFlow(textOf((await readCheck(request)).flow))
        if ('faults' in read) return { faults: told(read.faults), nodes: [], edges: [] }
        return { faults: [], ...flowGraph(read.flow) }
      },
    ),
    post(
      'test',
      { summary: 'Runs the cases of a flow in virtual time', body: testBody, answers: { 200: tests } },
      async (request) => {
        const body = await readTest(request)
        const read = readFlow(textOf(body.flow))
        return 'faults' in read
          ? { faults: told(read.faults), results: [] }
          : tested(read.flow, textOf(body.test), await search())
      },
    ),
    post(
      'try',
      { summary: 'A talk with a flow: what it answers to all that is said', body: tryBody, answers: { 200: talked } },
      async (request) => {
        const { flow: written, ...tryOut } = (await readTry(request)) as Static<typeof tryBody>
        const read = readFlow(textOf(written))
        if ('faults' in read) return { faults: told(read.faults), talk: null }
        return { faults: [], talk: tryFlow(read.flow, tryOut, await search()) }
      },
    ),
  ]
}

/** An object is read as the text that a person would have of it, so that a fault has its line in either. */
const textOf = (written: string | object): string =>
  typeof written === 'string' ? written : JSON.stringify(written, null, 2)

const told = (found: readonly Fault[]): object[] =>
  found.map((one) => ({ path: one.place, line: one.line, words: faultWords(one) }))

/** What a flow may speak of at this moment. */
function namesOf({ organisation }: HttpDeps) {
  const { queues, calendars, bots = [] } = organisation()
  return {
    queues: queues.map(({ rules }) => rules.id.slice(rules.id.indexOf('_') + 1)),
    calendars: [...(calendars?.keys() ?? [])],
    bots: bots.map(({ id }) => id),
  }
}

/** Case by case, with a turn for others between: cases may be many. */
async function tested(read: Flow, written: string, search: Search | undefined): Promise<object> {
  const cases = readCases(written)
  if ('faults' in cases) return { faults: told(cases.faults), results: [] }
  const results: CaseResult[] = []
  for (const one of cases.cases) {
    results.push(runCase(read, one, search))
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { faults: [], results }
}
