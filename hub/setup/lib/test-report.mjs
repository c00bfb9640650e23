/**
 * From the test runner's report to one line, and what failed by name. Whatever went wrong counts as a failure, also what
 * is no test's own.
 */
import { relative } from 'node:path'

/**
 * `report` is vitest's JSON report, or `null` when it wrote none; `exitCode` is the runner's. A file that could not be
 * loaded counts as one failed test, and so does a run that ended badly without naming any.
 */
export function countTests(report, exitCode) {
  const tests = (report?.testResults ?? []).flatMap((file) => file.assertionResults)
  const withStatus = (...statuses) => tests.filter((test) => statuses.includes(test.status)).length
  const brokenFiles = (report?.testResults ?? []).filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length
  const failed = withStatus('failed') + brokenFiles
  return {
    passed: withStatus('passed'),
    failed: exitCode !== 0 && failed === 0 ? 1 : failed,
    skipped: withStatus('skipped', 'pending', 'todo', 'disabled'),
  }
}

/**
 * What failed, a line each: the test by its file and title, the file where it is no test's own, and where the runner ended
 * badly without naming any, that.
 */
export function failures(report, exitCode, root) {
  const named = (report?.testResults ?? []).flatMap((file) => {
    const name = relative(root, file.name)
    const failed = file.assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0 && file.status === 'failed') return [name]
    return failed.map((test) => `${name}: ${[...test.ancestorTitles, test.title].join(' > ')}`)
  })
  return exitCode !== 0 && named.length === 0 ? ['no test by name: see what the runner said above'] : named
}

export const summary = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
