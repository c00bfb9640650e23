/** An agent's own day in figures, from the cells that reports are made of. */
import { instant } from '../../model/time.ts'
import { agentFormulas, surveyFormulas } from '../../reports/index.ts'
import { agentOfActor, type Handlers } from './context.ts'

/** More reasons than people have; the shape allows no more. */
const reasonsMax = 50
/** Quarters of 25 hours, and those at its two ends. */
const courseMax = 102

export const figuresHandlers: Pick<Handlers, 'agent.figures'> = {
  'agent.figures'({ actor, reporting }, { from }) {
    const { cell, reasons, survey } = reporting.figuresOf(agentOfActor(actor), instant(from))
    const course = [...reporting.courseOf(agentOfActor(actor), instant(from))].slice(0, courseMax)
    const { accepted, taken, talks, talkMs, wrapUpMs, missed, declined, atWorkMs, readyMs, awayMs } = cell
    return {
      answered: accepted + taken,
      handled: talks,
      talkMs,
      wrapUpMs,
      handleMs: rounded(agentFormulas['handleTimeOfAgent.1'](cell)),
      missed,
      declined,
      workMs: atWorkMs,
      availableMs: readyMs,
      awayMs,
      reasons: [...reasons].slice(0, reasonsMax).map(([reason, ms]) => ({ reason, ms })),
      course: course.map(([at, { readyMs, atWorkMs, awayMs: away }]) => ({
        at,
        readyMs,
        workMs: atWorkMs,
        awayMs: away,
      })),
      occupancyPermille: rounded(agentFormulas['occupancy.1'](cell), 1_000),
      surveys: survey.csatAnswers,
      score: surveyFormulas['csatMean.1'](survey),
    }
  },
}

const rounded = (value: number | null, times = 1): number | null => (value === null ? null : Math.round(value * times))
