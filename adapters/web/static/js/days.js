// @ts-check
/** When something was, in groups as a list has them: today, yesterday, the last week, then by months. */

const MONTH = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric' })
const DAY = 86_400_000

/** @param {number} at in seconds since 1970 */
export function groupOf(at, now = new Date()) {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime()
  const moment = at * 1000
  if (moment >= midnight) return 'Today'
  if (moment >= midnight - DAY) return 'Yesterday'
  if (moment >= midnight - 7 * DAY) return 'Last 7 days'
  return MONTH.format(moment)
}
