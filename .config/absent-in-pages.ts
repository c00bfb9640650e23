/**
 * In place of what mediasoup-client brings along and no page needs: its fakes for tests, its part for React Native, and the
 * library that it logs by. Together they are a fifth of it. A function, which gives one that does nothing.
 */
const absent = (): (() => void) => () => {}

export default absent
/** Some of it is had by `require` and called as it comes, some by its `default`: so it is its own default as well. */
const required = Object.assign(absent, { default: absent })
export { required as 'module.exports' }
