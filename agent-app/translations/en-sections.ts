/** What the sections of the administration are called: here, as the palette leads to them before anything of them is loaded. */
export const enSections = {
  queues: 'Queues',
  agents: 'Queues and skills',
  hours: 'Hours',
  reasons: 'Reasons for being away',
  replies: 'Quick replies',
  tags: 'Tags',
  links: 'Links to other systems',
  thresholds: 'Thresholds',
  retention: 'Retention',
  versions: 'Versions',
  file: 'As a file',
  draft: 'Changes not served yet',
}
