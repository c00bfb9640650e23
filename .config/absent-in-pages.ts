/**
 * In place of what mediasoup-client brings along and no page needs: its fakes for tests, its part for React Native, and the
 * library that it logs by. Together they are a fifth of it. A function, which gives one that does nothing.
 */
export default () => () => {}
