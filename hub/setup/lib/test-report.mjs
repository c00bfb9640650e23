/** From the test runner's report to one line. Whatever went wrong counts as a failure, also what is no test's own. */

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

export const summary = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
